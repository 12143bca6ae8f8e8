import { TimeoutFailure } from '@temporalio/common';
import { causes, Failure, findFailure } from '../../core/failures.ts';
import type { Outcome } from '../../core/results.ts';
import { extend, missedInOutage, remaining } from './deadlines.ts';
import type { Limit } from './host.ts';
import type { RunContext } from './run-context.ts';
import { asStepError, deadlineError } from './step-errors.ts';
import type { StepScope } from './step-scope.ts';

/** How often something that an outage has timed out gets its time again. */
const extensionsAtMost = 5;

/**
 * Does something with the time that is left in a scope; again with new time when an outage has taken
 * it. What goes wrong is a value.
 */
export async function withDeadline<T>(
  run: RunContext,
  scope: StepScope,
  work: (limit: Limit) => Promise<T>,
): Promise<Outcome<T>> {
  try {
    for (let extensions = 0; ; extensions++) {
      const limit = remaining(scope);
      if (limit.ms <= 0)
        return { ok: false, error: deadlineError({ ...scope, deadline: limit.deadline }) };
      const part = run.waited.begin(scope);
      try {
        const value = await work(limit);
        part.end();
        return { ok: true, value };
      } catch (error) {
        part.end();
        const away = missedInOutage(limit.deadline) || wasInterrupted(error);
        if (extensions === extensionsAtMost || !isTimeout(error) || !away) throw error;
        extend(limit.deadline);
      }
    }
  } catch (error) {
    return { ok: false, error: asStepError(error, run.host, scope) };
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
