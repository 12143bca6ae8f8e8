import { Failure, type FailureType, findFailure } from './failures.ts';
import type { StepError } from './results.ts';

/** The error of a result for an `ApplicationFailure` anywhere in the `cause` chain of `error`. */
export function stepErrorOf(error: unknown, agentName?: string): StepError | undefined {
  const found = findFailure(error);
  if (found === undefined) return undefined;
  return {
    type: found.type as FailureType,
    message: found.message,
    ...(agentName === undefined ? {} : { agentName }),
    retryable: !found.nonRetryable || passing.has(found.type),
  };
}

/** Failures that pass by themselves, also after the attempts of one call are used up. */
const passing: ReadonlySet<string | null | undefined> = new Set([
  Failure.modelRateLimited,
  Failure.modelUnavailable,
  Failure.modelTimedOut,
]);
