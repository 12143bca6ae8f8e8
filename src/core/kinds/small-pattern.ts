import { threadOf } from './every-kind.ts';
import { kindOf } from './registry.ts';
import type { Step } from './step.ts';
import { agentsIn, asAgent, stepsIn } from './walk.ts';

/** Agents at most of a pattern that runs inside its parent's run. */
const agentsAtMost = 20;

/**
 * Whether a pattern is small enough to run inside the run of the pattern around it: what it does is
 * known beforehand, and nothing in it can take long: no agent with tools, and none with a thread, which it
 * has not itself either.
 */
export function isSmall(step: Step): boolean {
  const agents = agentsIn(step);
  const patterns = stepsIn(step).filter((each) => asAgent(each) === null);
  return (
    agents.length <= agentsAtMost &&
    agents.every(({ tools, thread }) => tools.length === 0 && thread === null) &&
    patterns.every(
      (each) => threadOf(each) === null && !['dynamic', 'waits'].includes(kindOf(each).flow),
    )
  );
}
