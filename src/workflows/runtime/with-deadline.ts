import { TimeoutFailure } from '@temporalio/common';
import { causes, Failure, findFailure } from '../../core/failures.ts';
import type { Outcome } from '../../core/results.ts';
import { limitAt, renew, wasAway } from './deadlines.ts';
import type { Limit } from './host.ts';
import { asStepError, type Place, type RunFrame, tooLate } from './step-scope.ts';

/** How often something that an outage has timed out gets its time again. */
const renewalsAtMost = 5;

/**
 * Does something with the time that is left at a place; again with new time when an outage has taken
 * it. What goes wrong is a value.
 */
export async function inItsTime<T>(
  run: RunFrame,
  place: Place,
  work: (limit: Limit) => Promise<T>,
): Promise<Outcome<T>> {
  try {
    for (let renewals = 0; ; renewals++) {
      const limit = limitAt(place);
      if (limit.ms <= 0)
        return { ok: false, error: tooLate({ ...place, deadline: limit.deadline }) };
      try {
        return { ok: true, value: await work(limit) };
      } catch (error) {
        const away = wasAway(limit.deadline) || wasInterrupted(error);
        if (renewals === renewalsAtMost || !isTimeout(error) || !away) throw error;
        renew(limit.deadline);
      }
    }
  } catch (error) {
    return { ok: false, error: asStepError(error, run.host, place) };
  }
}

function isTimeout(error: unknown): boolean {
  return (
    findFailure(error)?.type === Failure.modelTimedOut ||
    causes(error).some((cause) => cause instanceof TimeoutFailure)
  );
}

/** Whether a crash has ended an earlier attempt of the call, and with it taken of its time. */
function wasInterrupted(error: unknown): boolean {
  const [details] = findFailure(error)?.details ?? [];
  return typeof details === 'object' && details !== null && 'lost' in details && details.lost !== 0;
}
