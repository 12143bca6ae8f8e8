import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { showMs } from '../../core/durations.ts';
import { Failure, failure, messageOf } from '../../core/failures.ts';
import { cancellation } from '../failed-attempt.ts';
import { limitSignal, type LimitedSignal, untilAborted } from '../limited-signal.ts';
import { withoutKnownKeysIn } from '../known-keys.ts';
import { redact } from '../providers/problems/redact.ts';
import type { Store } from '../store/open-store.ts';
import type { Tool } from './define-tool.ts';
import { writtenResult } from './written-result.ts';
import { runUnderLocks, type WantedRun } from './under-locks.ts';
import { beginningOf } from '../../core/unicode.ts';

/**
 * Runs a tool's own code, once, within its time, which begins when it has the lock that it declares.
 * Code that does not heed its signal is no longer waited for when the time is up; a lock that it
 * holds stays taken until it ends, or until the lease does.
 *
 * @throws `Tool.Failed` for whatever it throws, retryable unless it says otherwise
 * @throws `Lock.TimedOut` when the lock is not free in time
 * @throws what `cancellation` makes of the context's signal when that ends it
 */
export async function executeTool(
  { locks }: Pick<Store, 'locks'>,
  { tool, args, context }: WantedRun,
): Promise<unknown> {
  const limited = limitSignal(context.signal, tool.timeoutMs + (tool.lock?.waitMs ?? 0));
  const bounded = { ...context, signal: limited.signal };
  try {
    const executed = runUnderLocks(locks, { tool, args, context: bounded }, async (held) => {
      limited.restart(tool.timeoutMs);
      return await tool.execute(args, held);
    });
    executed.catch(() => undefined); // it may end after it is no longer waited for
    return await Promise.race([executed, untilAborted(limited.signal)]);
  } catch (error) {
    if (context.signal.aborted) throw cancellation(context.signal);
    throw failureOf(tool, error, limited);
  } finally {
    limited.release();
  }
}

function failureOf(tool: Tool, error: unknown, limited: LimitedSignal): Error {
  if (limited.isTimeUp()) {
    const message = `tool '${tool.name}' did not finish within ${showMs(tool.timeoutMs)}, its timeout`;
    return failure(Failure.toolFailed, message, { retryable: true });
  }
  return toolFailure(tool, error);
}

/** The user's own details, as far as they can be written: a failure that cannot be would never arrive. */
function detailsOf(own: ApplicationFailure | undefined): { details?: unknown } {
  const [given] = own?.details ?? [];
  if (given === undefined || given === null) return {};
  const written = writtenResult(typeof given === 'string' ? [given] : given);
  if (!written.ok) return { details: `(${written.problem})` };
  const details: unknown = JSON.parse(written.text);
  return { details: withoutKnownKeysIn(typeof given === 'string' ? given : details) };
}

/** Characters of a message that are looked at, and of those that are kept. */
const readAtMost = 20_000;
const keptAtMost = 4_000;

function wordsOf(message: string): string {
  return beginningOf(redact(message.slice(0, readAtMost), null), keptAtMost);
}

/** The failure of a tool that has thrown: its own words, under a type of ours. */
function toolFailure({ name }: Tool, error: unknown): Error {
  if (error instanceof CancelledFailure) return error;
  const own = error instanceof ApplicationFailure ? error : undefined;
  if (own?.type === Failure.lockTimedOut) return own;
  const message = wordsOf(`tool '${name}' failed: ${messageOf(error)}`);
  return failure(Failure.toolFailed, message, {
    retryable: !own?.nonRetryable,
    ...detailsOf(own),
  });
}
