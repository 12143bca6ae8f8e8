import type { Step, StepInput } from '../core/specs/step.ts';

/** A step as a user has it: a plain spec, or an `Agent`, `ParallelAgents` or `Pipeline`. */
export type StepLike = StepInput | { readonly spec: Step };

/** The spec of a step, whichever way it was given. */
export function specOf(step: StepLike): StepInput {
  return 'spec' in step ? step.spec : step;
}
