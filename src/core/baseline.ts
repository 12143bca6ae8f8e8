import type { AgentSpec } from './kinds/agent/types.ts';
import { madeAgent } from './kinds/made-agent.ts';
import { kindOf } from './kinds/registry.ts';
import type { Step, StepResult } from './kinds/step.ts';
import { agentsIn } from './kinds/walk.ts';
import { Failure } from './failure-types.ts';
import { spendingOf, type BaselineResult, withSpending } from './results.ts';
import { joinWarnings, partFailed } from './warnings.ts';

/** Element of the step path of the agent that a run asks beside its own work, to be compared with. */
export const baselineElement = 'baseline';

/** Who is asked, and what is said of that one where a person reads it. */
export const baselineName = 'Baseline';
export const baselineTitle = 'Baseline · one agent alone';

/** For the whole of it: a run does not wait longer for what is only to be compared with. */
export const baselineTimeout = '2m';

/** One agent alone, on the provider and model of the first one in a spec. */
export function baselineAgent(spec: Step): AgentSpec {
  return madeAgent([spec], {
    name: baselineName,
    role: 'an assistant who answers alone',
    instructions: '',
  });
}

/** Why a spec cannot be run beside a baseline; `null`: it can. */
export function baselineProblem(spec: Step): string | null {
  if (agentsIn(spec).length === 0)
    return 'there is no agent in the spec on whose model one could answer alone: leave it out';
  const elements = kindOf(spec)
    .children(spec)
    .map(({ element }) => element);
  if (!elements.includes(baselineElement)) return null;
  return `a step is called '${baselineElement}', as the agent that answers alone is: call it otherwise`;
}

/** Whether a path of a run is that of the agent that answers alone. A step of this name was there before it. */
export function isBaseline(spec: Step | null, path: string): boolean {
  return path === baselineElement && (spec === null || baselineProblem(spec) === null);
}

/**
 * The result of a run with that of the agent alone beside it. What that has cost is in the totals; that
 * it has failed is a warning.
 */
export function withBaseline<R extends StepResult>(result: R, baseline: BaselineResult): R {
  const whole = { ...withSpending(result, spendingOf(baseline)), baseline };
  const { error } = baseline;
  if (error === null || error.type === Failure.runCancelled) return whole;
  const warning = partFailed('The baseline', `${error.type}: ${error.message}`, baselineElement);
  return { ...whole, warnings: joinWarnings(whole.warnings, [warning]) };
}
