import type { LockListing } from '../core/locks.ts';
import { listLocks } from './runtime/activities.ts';

/** Reads the locks for a client, which has no access to the database. */
export async function readLocks(): Promise<LockListing> {
  return await listLocks();
}
