import { setTimeout as sleep } from 'node:timers/promises';
import { ApplicationFailure } from '@temporalio/common';

/** How long a database may be away before work that depends on it fails. */
const patienceMs = 60_000;

/** The longest wait between two tries. */
const longestWaitMs = 2_000;

/**
 * Reads or writes the store, and again where the database does not answer: what was paid for must
 * not be lost because it was restarted at that moment. Only for what may be done twice.
 *
 * @param signal ends the waiting
 * @throws what the database said last, after a minute; a failure of ours at once
 */
export async function patiently<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const end = Date.now() + patienceMs;
  for (let waitMs = 100; ; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof ApplicationFailure || signal.aborted || Date.now() > end) throw error;
    }
    await sleep(waitMs, undefined, { signal }).catch(() => undefined); // a last try follows
  }
}
