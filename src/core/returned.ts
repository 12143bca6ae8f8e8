import type { StepResult } from './kinds/step.ts';
import type { Spans } from './spans.ts';

/** How a run inside another one ended. */
export interface ChildEnd {
  result: StepResult;
  /** When it did nothing but wait for people. */
  waited: Spans;
}

/** A result as a workflow returns it, or leaves it in its failure. */
export type Returned = StepResult & { waited?: Spans };

/** The result with what the run around has to know besides. */
export function returned<R extends StepResult>(result: R, waited: Spans): R {
  return waited.length === 0 ? result : { ...result, waited };
}

/** The two taken apart again. */
export function endOfChild({ waited = [], ...result }: Returned): ChildEnd {
  return { result, waited };
}

/** What a workflow has returned, for clients; one of a user's own may have returned anything. */
export function resultFrom(value: Returned): StepResult {
  return Object(value)['waited'] === undefined ? value : endOfChild(value).result;
}
