import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { failure } from '../core/failures.ts';
import type { Classified } from './providers/problems/classify.ts';

/** How often a provider may fail one call. Attempts that a crash ended do not count. */
const failureLimit = 4;

/** Waits before the second, third and fourth attempt, where the provider does not say. */
const backOffMs = [1_000, 2_000, 4_000] as const;

/**
 * The failure of an attempt.
 *
 * @param failures how many attempts of this call the provider has failed, this one included
 */
export function attemptFailure(classified: Classified, failures: number): ApplicationFailure {
  const { type, message, status } = classified;
  const retryable = classified.retryable && failures < failureLimit;
  const givenUp =
    classified.retryable && !retryable ? ` (given up after ${failures} attempts)` : '';
  // The attempts that a crash has ended without the provider having failed them.
  const lost = Math.max(0, activityInfo().attempt - failures);
  const wait = classified.retryAfterMs ?? backOffMs[failures - 1];
  return failure(type, message + givenUp, {
    retryable,
    details: { status, attempts: failures, lost },
    ...(retryable && wait !== undefined ? { retryAfterMs: wait } : {}),
  });
}

/**
 * What to throw for a call that its signal has ended. Temporal's core reports one that a worker's
 * shutdown has ended as a failure to be retried, any other as cancelled. One that was stopped through
 * the store fails with `Run.Cancelled`: Temporal may not know yet that it is cancelled.
 */
export function cancellation(signal: AbortSignal): CancelledFailure | ApplicationFailure {
  const reason: unknown = signal.reason;
  const isKnown = reason instanceof CancelledFailure || reason instanceof ApplicationFailure;
  return isKnown ? reason : new CancelledFailure('CANCELLED');
}
