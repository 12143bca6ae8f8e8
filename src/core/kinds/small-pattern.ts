import { kindOf } from './registry.ts';
import type { Step } from './step.ts';
import { agentsIn, asAgent, stepsIn } from './walk.ts';

/** Agents at most of a pattern that runs inside its parent's run. */
const agentsAtMost = 20;

/**
 * Whether a pattern is small enough to run inside the run of the pattern around it: what it does is
 * known beforehand, and none of its few agents can take long, with tools or a thread.
 */
export function isSmall(step: Step): boolean {
  const agents = agentsIn(step);
  const patterns = stepsIn(step).filter((each) => asAgent(each) === null);
  return (
    agents.length <= agentsAtMost &&
    agents.every(({ tools, thread }) => tools.length === 0 && thread === null) &&
    patterns.every((each) => !['dynamic', 'waits'].includes(kindOf(each).flow))
  );
}
