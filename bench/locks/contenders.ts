import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'libsql';
import { Pool } from 'pg';
import { openLocks } from '../../src/workers/open-locks.ts';

/** Something that locks one key. */
export interface LockContender {
  withLock(run: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

export type LockContenderName = 'durable-agents' | 'baseline';

/** A contender on a database; the baseline is what is written by hand in ten minutes. */
export function openContender(name: LockContenderName, url: string): Promise<LockContender> {
  if (name === 'durable-agents') return openOurs(url);
  return url.startsWith('postgres') ? openAdvisory(url) : openPolling(url);
}

async function openOurs(url: string): Promise<LockContender> {
  const locks = await openLocks(url);
  return {
    withLock: (run) => locks.withLock('bench', 'one', run, { wait: '5m' }),
    close: () => locks.close(),
  };
}

/** A flag in a row, asked for every 50 ms: no order, no lease, no number. */
async function openPolling(path: string): Promise<LockContender> {
  const db = new Sqlite(path);
  db.pragma('busy_timeout = 5000');
  db.pragma('journal_mode = wal');
  db.pragma('synchronous = normal');
  db.exec('create table if not exists baseline (key text primary key, held integer)');
  db.exec(`insert or ignore into baseline values ('one', 0)`);
  const take = db.prepare(`update baseline set held = 1 where key = 'one' and held = 0`);
  const free = db.prepare(`update baseline set held = 0 where key = 'one'`);
  return {
    async withLock(run) {
      while (take.run().changes === 0) await sleep(50);
      try {
        await run();
      } finally {
        free.run();
      }
    },
    close: async () => void db.close(),
  };
}

/** Postgres's own lock, on a connection a waiter: gone with the connection, no number. */
async function openAdvisory(url: string): Promise<LockContender> {
  const pool = new Pool({ connectionString: url, max: 40 });
  pool.on('error', () => undefined); // the server may end before the pool has
  return {
    async withLock(run) {
      const client = await pool.connect();
      try {
        await client.query('select pg_advisory_lock(1)');
        await run();
        await client.query('select pg_advisory_unlock(1)');
      } finally {
        client.release();
      }
    },
    close: () => pool.end(),
  };
}
