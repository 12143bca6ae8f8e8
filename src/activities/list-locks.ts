import type { LockListing } from '../core/locks.ts';
import type { Store } from './store/open-store.ts';

export interface LockActivities {
  /** Lists the locks that are held or waited for, as far as they fit into one answer. */
  listLocks(): Promise<LockListing>;
}

/** UTF-8 bytes of one answer: safely below the 2 MB of Temporal's payloads. */
const answerBytes = 1_000_000;

export function createLockActivities({ store }: { store: Store }): LockActivities {
  return {
    async listLocks() {
      const all = await store.locks.list();
      let bytes = 0;
      const locks = all.filter((lock) => {
        bytes += Buffer.byteLength(JSON.stringify(lock));
        return bytes <= answerBytes;
      });
      return { locks, more: all.length - locks.length };
    },
  };
}
