import { sql } from 'kysely';
import { prepared } from './prepared.ts';
import type { Database } from './tables.ts';

/** What a process may be told of: also the name of Postgres's channel for it. */
export const channels = {
  /** A lock may have become free. */
  locks: 'durable_agents_locks',
  /** Calls are to be stopped. */
  stops: 'durable_agents_stops',
} as const;

type Channel = keyof typeof channels;

/**
 * Told that something may have changed.
 *
 * @param about what the writer said with it; not given: it may be anything
 */
type Told = (about?: string) => void;

/**
 * Tells what other processes write, at the latest some milliseconds after they did. Whoever begins
 * to watch is told once that anything may have changed before that. It may miss something while the
 * database is away.
 */
export interface Changes {
  /** Starts to watch. */
  watch(channel: Channel, told: Told): { close(): void };
}

/**
 * About how often SQLite is asked whether another connection has written, which it does in 10 µs. A
 * lock is handed over as soon as can be; who is stopped may go on for a moment.
 */
const pollMs: Record<Channel, number> = { locks: 2, stops: 40 };

/** SQLite has nobody who could call: its counter of changes is read again and again. */
export function sqliteChanges(db: Database): Changes {
  return {
    watch(channel, told) {
      let version: number | undefined;
      let timer: NodeJS.Timeout | undefined;
      let open = true;
      const poll = async () => {
        const next = await dataVersion(db).catch(() => version);
        if (!open) return;
        if (next !== version) told();
        version = next;
        timer = setTimeout(() => void poll(), pollMs[channel] * (1 + Math.random()));
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
  const { rows } = await selectVersion(db, {});
  return rows[0]?.data_version;
}

const selectVersion = prepared((db) => ({
  compile: () => sql<{ data_version: number }>`pragma data_version`.compile(db),
}));
