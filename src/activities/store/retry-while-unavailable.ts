import { ApplicationFailure } from '@temporalio/common';
import { retryUntil } from '../../core/retry-until.ts';

/** How long a database may be away before work that depends on it fails, and the pauses between tries. */
const limits = { limitMs: 60_000, firstPauseMs: 100, longestPauseMs: 2_000 } as const;

/**
 * Reads or writes the store, and again where the database does not answer: what was paid for must
 * not be lost because it was restarted at that moment. Only for what may be done twice.
 *
 * @param signal ends the waiting; one last try follows
 * @throws what the database said last, after a minute; a failure of ours at once
 */
export function retryWhileUnavailable<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  return retryUntil(work, {
    ...limits,
    canPass: (error) => !(error instanceof ApplicationFailure),
    signal,
  });
}
