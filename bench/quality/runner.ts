import type { Step, StepResult } from '../../src/core/kinds/step.ts';

/** What came of a step, its texts read. */
export interface Ran {
  result: StepResult<string>;
  /** Seconds from its beginning to its end, with the time that models take; `null`: not known. */
  seconds: number | null;
}

/** A way to run steps whose agents have the provider `population`. */
export interface Runner {
  /** How many runs go on at once. */
  readonly atOnce: number;
  run(step: Step, input: string, id: string): Promise<Ran>;
  close(): Promise<void>;
}

/** The name that agents know the population by. */
export const providerName = 'population';
