import type { LockListing } from '../../core/locks.ts';
import { readThroughWorker, type TextReader } from './worker-query.ts';

/**
 * Every lock that is held or waited for, through a worker.
 *
 * @throws `Worker.Unconfigured` when no worker answers within 15 s
 */
export async function readLocks(reader: TextReader): Promise<LockListing> {
  return await readThroughWorker(reader, {
    workflow: 'readLocks',
    args: [],
    limit: '15s',
    id: 'read-locks',
    what: 'the locks',
    again: 'again',
    summary: 'locks, for a client',
  });
}
