import { Client } from 'pg';
import { describe, expect, it, vi } from 'vitest';
import { openStore } from '../../src/activities/store/open-store.ts';
import { databases } from '../support/databases.ts';
import { take, untilInLine, useTwoStores } from '../support/two-stores.ts';

describe.each(databases)('on $name', (kind) => {
  const stores = useTwoStores(kind);

  describe.skipIf(kind.missing !== '')('a wait', () => {
    it('that takes too long says who holds the lock and which number in line it had', async () => {
      const lock = await take(stores.here, { requestId: 'Writer' });
      const first = take(stores.there, { requestId: 'first' });
      await untilInLine(stores.here, 'first');

      await expect(take(stores.here, {}, { waitMs: 300 })).rejects.toMatchObject({
        type: 'Lock.TimedOut',
        nonRetryable: false,
        message: expect.stringMatching(/'test\/one' .*'Writer' holds it.*number 2 in line/),
        details: [{ namespace: 'test', key: 'one', holder: 'Writer', position: 2, fencing: 1 }],
      });
      await untilInLine(stores.here, 'first');
      await lock.release();
      await (await first).release();
    });

    it('that is cancelled ends at once with that reason, and leaves no place in line', async () => {
      const lock = await take(stores.here);
      const cancel = new AbortController();
      const waiting = take(stores.there, { requestId: 'cancelled' }, { signal: cancel.signal });
      await untilInLine(stores.here, 'cancelled');
      const next = take(stores.here, { requestId: 'next' });
      await untilInLine(stores.here, 'cancelled', 'next');

      cancel.abort(new Error('not wanted any more'));

      await expect(waiting).rejects.toThrow('not wanted any more');
      await untilInLine(stores.here, 'next');
      await lock.release();
      await (await next).release();
    });

    it('that a newer attempt repeats keeps its place for that one, and is over', async () => {
      const lock = await take(stores.here);
      const older = take(stores.here, { requestId: 'retried' });
      await untilInLine(stores.here, 'retried');
      const other = take(stores.here, { requestId: 'other' });
      await untilInLine(stores.here, 'retried', 'other');

      const newer = take(stores.there, { requestId: 'retried' });

      await expect(older).rejects.toThrow('has been made again elsewhere');
      await untilInLine(stores.here, 'retried', 'other');
      await lock.release();
      await (await newer).release();
      await (await other).release();
    });

    it('ends when its store is closed', async () => {
      const lock = await take(stores.here);
      const waiting = take(stores.there);
      await vi.waitFor(async () =>
        expect((await stores.here.locks.list())[0]?.waiters).toHaveLength(1),
      );

      await stores.there.close();

      await expect(waiting).rejects.toThrow('the store is closed');
      await untilInLine(stores.here); // its place is given up: nobody waits behind who has gone
      stores.there = await openStore(stores.url);
      await lock.release();
    });

    it('leaves no statement behind that never ends, however many its store had', async () => {
      const statements = Array.from({ length: 30 }, () => stores.there.locks.list());

      const ended = Promise.allSettled([...statements, stores.there.close()]);

      expect(await ended).toHaveLength(31);
      stores.there = await openStore(stores.url);
    });
  });
});

describe.each(databases.filter(({ name }) => name !== 'SQLite'))('on $name', (kind) => {
  const stores = useTwoStores(kind);

  it.skipIf(kind.missing !== '')(
    'a wait goes on when the connection that listens breaks',
    async () => {
      const lock = await take(stores.here);
      const waiting = take(stores.there);
      await vi.waitFor(async () =>
        expect((await stores.here.locks.list())[0]?.waiters).toHaveLength(1),
      );
      const client = new Client(stores.url);
      await client.connect();
      await client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %'`,
      );
      await client.end();

      await lock.release();

      await (await waiting).release();
    },
  );
});
