import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Kysely, type Migration, Migrator, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate, migrations } from '../../src/activities/store/migrate.ts';
import { openStore } from '../../src/activities/store/open-store.ts';
import { postgresDialect } from '../../src/activities/store/postgres-dialect.ts';
import { SqliteFileDialect } from '../../src/activities/store/sqlite-dialect.ts';
import type { Database } from '../../src/activities/store/tables.ts';
import { holdThread } from '../../src/activities/store/threads.ts';
import { inTransaction } from '../../src/activities/store/transaction.ts';
import { databases } from '../support/databases.ts';

const writerFile = fileURLToPath(new URL('../support/store-writer.mjs', import.meta.url));
const writers = ['a', 'b', 'c', 'd'];
/** Of each of them. */
const appends = Number(process.env['STORE_APPENDS'] ?? 100);

let url: string;

/** Has four processes append to the same thread, all from the same moment on. */
async function appendFromProcesses(count: number): Promise<void> {
  const processes = writers.map((writer) =>
    fork(writerFile, [url, writer, String(count)], { execArgv: [] }),
  );
  await Promise.all(processes.map((process) => once(process, 'message')));
  for (const process of processes) process.send('go');
  const exits = await Promise.all(processes.map((process) => once(process, 'exit')));
  expect(exits).toEqual(writers.map(() => [0, null]));
}

function databaseAt(address: string): Database {
  const path = address.slice('file:'.length);
  const dialect = address.startsWith('file:')
    ? new SqliteFileDialect(path)
    : postgresDialect(address);
  return new Kysely({ dialect });
}

/** The schema as an earlier version left it. */
async function migrateTo(last: string): Promise<void> {
  const db = databaseAt(url);
  const names = Object.keys(migrations).filter((each) => each <= last);
  const earlier = Object.fromEntries(names.map((each) => [each, migrations[each] as Migration]));
  const provider = { getMigrations: () => Promise.resolve(earlier) };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  expect(error).toBeUndefined();
  await db.destroy();
}

async function readShared() {
  const store = await openStore(url);
  try {
    return await store.threads.read('shared');
  } finally {
    await store.close();
  }
}

describe.each(databases)('on $name', ({ name, missing, create }) => {
  let remove: () => void;

  beforeEach(async () => {
    if (missing === '') ({ url, remove } = await create());
  });
  afterEach(() => remove?.());

  describe.skipIf(missing !== '')('a store shared by several processes', () => {
    it('keeps every append of 4 processes, in the order of each and without gaps', async () => {
      await appendFromProcesses(appends);

      const messages = await readShared();
      const ids = messages.map((message) => message.id);
      expect(messages.map(({ sequence }) => sequence)).toEqual(
        Array.from({ length: writers.length * appends }, (_, index) => index + 1),
      );
      for (const writer of writers) {
        const own = Array.from({ length: appends }, (_, index) => `${writer}-${index}`);
        expect(ids.filter((id) => id.startsWith(`${writer}-`))).toEqual(own);
      }
    });

    it('is set up once when 4 processes open it for the first time at once', async () => {
      await appendFromProcesses(1);

      expect((await readShared()).map((message) => message.id).toSorted()).toEqual([
        'a-0',
        'b-0',
        'c-0',
        'd-0',
      ]);
    });
  });

  describe.skipIf(missing !== '' || name === 'SQLite')(
    'the schema (on Postgres: SQLite has no locks of sessions)',
    () => {
      /** What Kysely itself takes, and so what earlier versions hold while they migrate. */
      const kyselyLock = sql.lit(3853314791062309107n);

      it('is brought up to date by one at a time, an earlier version included', async () => {
        const db = databaseAt(url);
        await db.connection().execute(async (held) => {
          await sql`select pg_advisory_lock(${kyselyLock})`.execute(held);
          const opening = openStore(url);
          const first = await Promise.race([opening.then(() => 'open'), sleep(500, 'waits')]);
          await sql`select pg_advisory_unlock(${kyselyLock})`.execute(held);
          await (await opening).close();
          expect(first).toBe('waits');
        });
        await db.destroy();
      });

      it('is locked by a transaction, never by a session, which a pool may lend to others', async () => {
        const asked: string[] = [];
        const dialect = postgresDialect(url);
        const db: Database = new Kysely({
          dialect,
          log: ({ query }) => void asked.push(query.sql),
        });
        await migrate(db);
        await db.destroy();
        const locking = asked.filter((each) => each.includes('advisory'));
        expect(locking).toEqual([expect.stringContaining('pg_advisory_xact_lock')]);
        expect(asked.join(' ')).toContain('create table');
      });
    },
  );

  describe.skipIf(missing !== '')('a store opened twice in one process', () => {
    it('lets both write at once without blocking each other', async () => {
      const stores = await Promise.all([openStore(url), openStore(url)]);
      const appendAll = async (store: (typeof stores)[number], writer: string) => {
        for (let index = 0; index < 100; index += 1) {
          const id = `${writer}-${index}`;
          await store.messages.put({ id, author: writer, role: 'user', content: id, run: 'run' });
          await store.threads.append('shared', [id]);
        }
      };

      await Promise.all(stores.map((store, index) => appendAll(store, `w${index}`)));
      await Promise.all(stores.map((store) => store.close()));

      expect(await readShared()).toHaveLength(200);
    });
  });

  describe.skipIf(missing !== '')(
    'threads of a store from before they had a row of their own',
    () => {
      it('go on where they were', async () => {
        await migrateTo('0003-tool-calls');
        const db = databaseAt(url);
        for (const id of ['a', 'b']) {
          const message = {
            id,
            author: 'user',
            role: 'user',
            content: id,
            bytes: 1,
            run: '',
          } as const;
          await db
            .insertInto('messages')
            .values({ ...message, created_at: '2026-01-01' })
            .execute();
        }
        const rows = [
          { thread: 'old', sequence: 1, message_id: 'a' },
          { thread: 'old', sequence: 2, message_id: 'b' },
        ];
        await db.insertInto('thread_messages').values(rows).execute();
        await db.destroy();

        const store = await openStore(url);
        const message = { id: 'c', author: 'user', role: 'user', content: 'c', run: '' } as const;
        expect(await store.threads.add('old', [message])).toEqual([{ id: 'c', sequence: 3 }]);
        expect(await store.threads.list()).toEqual([
          { thread: 'old', messages: 3, createdAt: '2026-01-01' },
        ]);
        await store.close();
      });
    },
  );
});

// SQLite has one writer at a time, and no deadlocks.
describe.each(databases.filter(({ name }) => name !== 'SQLite'))(
  'a deadlock on $name',
  ({ missing, create }) => {
    it.skipIf(missing !== '')(
      'undoes one of two transactions or both, and what was undone is done again',
      async () => {
        ({ url } = await create());
        await (await openStore(url)).close();
        const db = databaseAt(url);
        const holding: string[] = [];
        let tries = 0;
        const take = (first: string, second: string) =>
          inTransaction(db, async (transaction) => {
            tries += 1;
            await holdThread(transaction, first);
            holding.push(first);
            while (holding.length < 2) await sleep(5);
            return await holdThread(transaction, second);
          });

        expect(await Promise.all([take('x', 'y'), take('y', 'x')])).toEqual([0, 0]);
        expect([3, 4]).toContain(tries); // where both look at the same moment, Postgres undoes both
        await db.destroy();
      },
    );
  },
);

describe('a store in a file', () => {
  it('is opened again in the same process without its locks being lost', async () => {
    const [{ create }] = databases.filter(({ name }) => name === 'SQLite') as [
      (typeof databases)[number],
    ];
    const created = await create();
    url = created.url;
    const path = url.slice('file:'.length);
    const store = await openStore(url);
    await store.threads.append('shared', []);
    await (await openStore(url)).close();
    await appendFromProcesses(1); // the last of them to close it would take the log of writes away

    expect(existsSync(`${path}-wal`)).toBe(true);
    await store.close();
    created.remove();
  });
});
