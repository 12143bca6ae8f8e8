import type { StepResult } from './kinds/step.ts';
import type { Spans } from './spans.ts';

/** How a run inside another one ended. */
export interface ChildEnd {
  result: StepResult;
  /** When it did nothing but wait for people. */
  waited: Spans;
  /** How many steps were asked as tools in it; 0: none. */
  stepCalls: number;
}

/** A result as a workflow returns it, or leaves it in its failure. */
export type Returned = StepResult & { waited?: Spans; stepCalls?: number };

/** The result with what the run around has to know besides. */
export function returned<R extends StepResult>(result: R, waited: Spans, stepCalls = 0): R {
  const about = {
    ...(waited.length === 0 ? {} : { waited }),
    ...(stepCalls === 0 ? {} : { stepCalls }),
  };
  return Object.keys(about).length === 0 ? result : { ...result, ...about };
}

/** The two taken apart again. */
export function endOfChild({ waited = [], stepCalls = 0, ...result }: Returned): ChildEnd {
  return { result, waited, stepCalls };
}

/** What a workflow has returned, for clients; one of a user's own may have returned anything. */
export function resultFrom(value: Returned): StepResult {
  const { waited, stepCalls } = Object(value) as Partial<Returned>;
  return waited === undefined && stepCalls === undefined ? value : endOfChild(value).result;
}
