import type { LockListing } from '../core/locks.ts';
import type { StoredText } from '../core/model-call.ts';
import { effects } from './runtime/activities.ts';

// What a client reads through a worker, because it has no access to the database.

/** Stored messages: 1.5 MB at most. */
export async function readMessages({ ids }: { ids: string[] }): Promise<StoredText[]> {
  return await effects.readTexts(ids, false);
}

/** Who holds which lock, and who waits. */
export async function readLocks(): Promise<LockListing> {
  return await effects.listLocks();
}
