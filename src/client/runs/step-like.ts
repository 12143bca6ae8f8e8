import type { Step, StepInput } from '../../core/kinds/step.ts';

/** A step as a user has it: a plain spec, or an `Agent`, `ParallelAgents` or `Pipeline`. */
export type StepLike = StepInput | { readonly spec: Step };

/** The specs of several steps. What is no list is refused by the schema too. */
export function specsOf(steps: readonly StepLike[]): StepInput[] {
  const given: unknown = steps;
  return Array.isArray(given) ? steps.map(specOf) : (given as StepInput[]);
}

/** The spec of a step, whichever way it was given. */
export function specOf(step: StepLike): StepInput {
  // What is no object at all is refused by the schema, which can say where it stands.
  const given: unknown = step;
  const holds = typeof given === 'object' && given !== null && 'spec' in given;
  return holds ? (given as { spec: Step }).spec : (step as StepInput);
}
