import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'libsql';
import { Client } from 'pg';
import { describe, expect, inject, it } from 'vitest';
import { freshDatabase } from '../support/postgres.ts';
import { record } from './support/results.ts';
import { scaled } from './support/scale.ts';
import type { Scenario } from './support/scenarios.ts';
import { runTogether } from './support/script.ts';

const each = scaled(250);
const writers = ['a', 'b', 'c', 'd'];
const table = 'create table thread (sequence integer primary key, message text not null)';
const readAll = 'select sequence, message from thread order by sequence';
const missing = inject('postgresMissing');

function keep(scenario: Scenario, rows: readonly { message: string }[], s: number): void {
  const kept = new Set(rows.map(({ message }) => message)).size;
  record(scenario, 'bare', {
    appends: 4 * each,
    kept,
    lost: 4 * each - kept,
    twice: rows.length - kept,
    s,
  });
}

describe('a thread by hand, with four processes and nothing killed', () => {
  it('on SQLite, numbered by select max + 1 in a deferred transaction', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'durable-agents-bare-'));
    const path = join(folder, 'thread.db');
    const db = new Sqlite(path);
    db.pragma('journal_mode = wal');
    db.exec(table);

    const s = await runTogether(
      'bare/thread-sqlite.ts',
      writers.map((name) => [path, name, String(each)]),
    );
    const rows = db.prepare(readAll).all([]) as { message: string }[];
    keep('threadSqlite', rows, s);
    expect(rows.length).toBeGreaterThan(0);
    db.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.skipIf(missing !== '')(
    `on Postgres, numbered by select max + 1, read committed${missing && ` (skipped: ${missing})`}`,
    async () => {
      const url = await freshDatabase(inject('postgresUrl'));
      const db = new Client({ connectionString: url });
      await db.connect();
      await db.query(table);

      const s = await runTogether(
        'bare/thread-postgres.ts',
        writers.map((name) => [url, name, String(each)]),
      );
      const { rows } = await db.query<{ message: string }>(readAll);
      keep('threadPostgres', rows, s);
      expect(rows.length).toBeGreaterThan(0);
      await db.end();
    },
  );
});
