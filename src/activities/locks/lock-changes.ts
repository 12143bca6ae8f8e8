import { sql } from 'kysely';
import type { Database } from '../store/tables.ts';

/**
 * Told that a lock may have become free.
 *
 * @param digest of its name; not given: it may be any
 * @param token of the attempt that is next; not given: it may be any
 */
export type Changed = (digest?: string, token?: string) => void;

/** Tells that locks may have become free. It may be late or miss one: who waits looks now and then. */
export interface LockChanges {
  /** Starts to watch. */
  watch: (changed: Changed) => { close(): void };
}

/** About how often SQLite is asked whether another connection has written, which it does in 10 µs. */
const pollMs = 2;

/** SQLite has nobody who could call: its counter of changes is read again and again. */
export function sqliteChanges(db: Database): LockChanges {
  return {
    watch(changed) {
      let version: number | undefined;
      let timer: NodeJS.Timeout | undefined;
      let open = true;
      const poll = async () => {
        const next = await dataVersion(db).catch(() => version);
        if (!open) return;
        if (next !== version) changed();
        version = next;
        timer = setTimeout(() => void poll(), pollMs + Math.random() * pollMs);
      };
      void poll();
      return {
        close() {
          open = false;
          clearTimeout(timer);
        },
      };
    },
  };
}

/** Grows with every commit of another connection to the file, in whatever process. */
async function dataVersion(db: Database): Promise<number | undefined> {
  const { rows } = await sql<{ data_version: number }>`pragma data_version`.execute(db);
  return rows[0]?.data_version;
}
