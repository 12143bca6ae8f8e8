import { Context } from '@temporalio/activity';
import { showMs } from '../../core/durations.ts';
import { Failure, failure } from '../../core/failures.ts';
import { limitSignal, untilAborted } from '../limited-signal.ts';

/**
 * Waits for a user's function, which may never end: no longer than its time, and not past the end of
 * its activity or worker.
 *
 * @throws `Tool.Failed`, retryable, when the time is up
 */
export async function withinTime<T>(work: () => Promise<T>, limitMs: number): Promise<T> {
  const limited = limitSignal(Context.current().cancellationSignal, limitMs);
  const ended = () => {
    const message = limited.isTimeUp()
      ? `a registered function did not finish within ${showMs(limitMs)}`
      : 'a registered function was not waited for: its worker ends';
    return failure(Failure.toolFailed, message, { retryable: true });
  };
  const worked = work();
  worked.catch(() => undefined); // it may end after it is no longer waited for
  try {
    return await Promise.race([worked, untilAborted(limited.signal, ended)]);
  } finally {
    limited.release();
  }
}
