import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely } from 'kysely';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { HeldLock } from '../../src/activities/locks/held-lock.ts';
import {
  type LockRequest,
  releaseLock,
  renewLock,
  requestLock,
} from '../../src/activities/store/locks.ts';
import { postgresDialect } from '../../src/activities/store/postgres-dialect.ts';
import { sqliteChanges } from '../../src/activities/locks/lock-changes.ts';
import { postgresChanges } from '../../src/activities/locks/postgres-changes.ts';
import { databaseAddress } from '../../src/activities/store/database-url.ts';
import { SqliteFileDialect } from '../../src/activities/store/sqlite-dialect.ts';
import type { Tables } from '../../src/activities/store/tables.ts';
import { openStore, type Store } from '../../src/activities/store/open-store.ts';
import { databases } from '../support/databases.ts';

let url: string;
let remove: () => void;
/** Two connections to one database: to each other they are as strange as two processes. */
let here: Store;
let there: Store;

function request(given: Partial<LockRequest> = {}): LockRequest {
  const requestId = given.requestId ?? randomUUID();
  const name = { namespace: 'test', key: 'one' };
  return { ...name, token: randomUUID(), holder: requestId, leaseMs: 5_000, ...given, requestId };
}

function take(
  store: Store,
  given: Partial<LockRequest> = {},
  options: { waitMs?: number; signal?: AbortSignal } = {},
): Promise<HeldLock> {
  const taking = store.locks.acquire(request(given), { waitMs: 20_000, ...options });
  taking.catch(() => undefined); // the test looks at it later
  return taking;
}

/** Waits until who waits for the lock are these, in this order. */
async function untilInLine(...holders: string[]): Promise<void> {
  await vi.waitFor(
    async () => {
      const [lock] = await here.locks.list();
      expect(lock?.waiters.map((waiter) => waiter.holder) ?? []).toEqual(holders);
    },
    { timeout: 10_000, interval: 20 },
  );
}

/** A store of its own whose process dies: it renews and releases nothing any more. */
async function dyingStore(): Promise<Store> {
  const store = await openStore(url);
  onTestFinished(() => store.close());
  return store;
}

/** A connection of the test's own. */
async function databaseAt(database: string): Promise<Kysely<Tables>> {
  const address = databaseAddress(database);
  const dialect =
    address.kind === 'postgres'
      ? postgresDialect(address.url)
      : new SqliteFileDialect(address.path);
  const db = new Kysely<Tables>({ dialect });
  onTestFinished(() => db.destroy());
  return db;
}

/** What another process would be told. */
async function changesOf(database: string) {
  return database.startsWith('postgres')
    ? postgresChanges(database)
    : sqliteChanges(await databaseAt(database));
}

describe.each(databases)('on $name', ({ missing, create, name }) => {
  beforeEach(async () => {
    if (missing !== '') return;
    ({ url, remove } = await create());
    [here, there] = await Promise.all([openStore(url), openStore(url)]);
  });
  afterEach(async () => {
    if (missing !== '') return;
    await Promise.all([here.close(), there.close()]);
    remove();
  });

  describe.skipIf(missing !== '')('a lock', () => {
    it('is granted in the order of the first requests, whoever is quicker', async () => {
      const first = await take(here, { requestId: 'first' });
      const order: string[] = [];
      const names = ['a', 'b', 'c', 'd', 'e', 'f'];
      const served: Promise<void>[] = [];
      for (const [index, requestId] of names.entries()) {
        const taking = take(index % 2 === 0 ? here : there, { requestId });
        const serve = taking.then(async (lock) => {
          order.push(requestId);
          await lock.release();
        });
        served.push(serve);
        await untilInLine(...names.slice(0, index + 1));
      }

      await first.release();
      await Promise.all(served);

      expect(order).toEqual(names);
    });

    it('that somebody waits for is called out in other processes when it is released', async () => {
      const lock = await take(here);
      const waiting = take(here);
      await vi.waitFor(async () => expect((await here.locks.list())[0]?.waiters).toHaveLength(1));
      const { watch } = await changesOf(url);
      const changed = vi.fn<(digest?: string) => void>();
      const watching = watch(changed);
      await vi.waitFor(() => expect(changed).toHaveBeenCalled(), 10_000); // it has begun
      changed.mockClear();

      await lock.release();

      await vi.waitFor(() => expect(changed).toHaveBeenCalled(), 10_000);
      watching.close();
      await (await waiting).release();
    });

    it('asked for twice by one attempt, because the answer was lost, is one grant', async () => {
      const asked = request();
      const lock = await here.locks.acquire(asked, { waitMs: 1_000 });
      const again = await there.locks.acquire(asked, { waitMs: 1_000 });

      expect(again.fencing).toBe(lock.fencing);
      await lock.release();
      await again.release();
    });

    it('of a dead attempt is next for the retry, before those that waited already', async () => {
      const dying = await dyingStore();
      const dead = await take(dying, { requestId: 'retried', leaseMs: 1_500 });
      await dying.close();
      const other = take(here, { requestId: 'other' });
      await untilInLine('other');

      const retry = await take(there, { requestId: 'retried' });

      expect(retry.fencing).toBe(dead.fencing + 1);
      await untilInLine('other');
      await retry.release();
      expect((await other).fencing).toBe(dead.fencing + 2);
    });

    it('that an attempt still holds keeps the retry out until the lease ends', async () => {
      const zombie = await take(here, { requestId: 'retried', leaseMs: 600 });
      const waited = await take(there, { requestId: 'retried' }, { waitMs: 2_000 }).catch(
        (error: unknown) => error,
      );

      expect(waited).toMatchObject({ type: 'Lock.TimedOut' });
      await zombie.release();
    });

    it('is neither renewed nor freed by an attempt that has lost it', async () => {
      const db = await databaseAt(url);
      const zombie = request({ leaseMs: 300 });
      expect(await requestLock(db, zombie)).toEqual({ state: 'granted', fencing: 1 });
      expect(await renewLock(db, zombie)).toBe(true);
      const heir = await take(there, { requestId: 'heir' });

      expect(await renewLock(db, zombie)).toBe(false);
      await releaseLock(db, zombie);

      expect(await here.locks.list()).toMatchObject([{ holder: 'heir', fencing: heir.fencing }]);
      await heir.release();
    });

    it('keeps its numbers growing when it was free and everybody had left', async () => {
      await (await take(here)).release();
      await Promise.all([here.close(), there.close()]);
      [here, there] = await Promise.all([openStore(url), openStore(url)]);

      const lock = await take(here);

      expect(lock.fencing).toBe(2);
      await lock.release();
    });

    it('is renewed while it is held, well beyond its lease', async () => {
      const lock = await take(here, { requestId: 'long', leaseMs: 2_000 });
      await sleep(4_000);

      expect(await there.locks.list()).toMatchObject([{ holder: 'long', fencing: 1 }]);
      expect(lock.signal.aborted).toBe(false);
      await lock.release();
    });

    it('is not taken by a process whose clock is an hour ahead', async () => {
      const lock = await take(here);
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
      onTestFinished(() => void vi.useRealTimers());

      await expect(take(there, {}, { waitMs: 300 })).rejects.toMatchObject({
        type: 'Lock.TimedOut',
      });
      await lock.release();
    });

    it('of another namespace or key is another lock', async () => {
      const held = await Promise.all([
        take(here),
        take(here, { key: 'two' }),
        take(there, { namespace: 'other' }),
      ]);

      expect(held.map((lock) => lock.fencing)).toEqual([1, 1, 1]);
      await Promise.all(held.map((lock) => lock.release()));
    });
  });

  describe.skipIf(missing !== '')('a wait', () => {
    it('that takes too long says who holds the lock and which number in line it had', async () => {
      const lock = await take(here, { requestId: 'Writer' });
      const first = take(there, { requestId: 'first' });
      await untilInLine('first');

      await expect(take(here, {}, { waitMs: 300 })).rejects.toMatchObject({
        type: 'Lock.TimedOut',
        nonRetryable: false,
        message: expect.stringMatching(/'test\/one' .*'Writer' holds it.*number 2 in line/),
        details: [{ namespace: 'test', key: 'one', holder: 'Writer', position: 2, fencing: 1 }],
      });
      await untilInLine('first');
      await lock.release();
      await (await first).release();
    });

    it('that is cancelled ends at once with that reason, and leaves no place in line', async () => {
      const lock = await take(here);
      const cancel = new AbortController();
      const waiting = take(there, { requestId: 'cancelled' }, { signal: cancel.signal });
      await untilInLine('cancelled');
      const next = take(here, { requestId: 'next' });
      await untilInLine('cancelled', 'next');

      cancel.abort(new Error('not wanted any more'));

      await expect(waiting).rejects.toThrow('not wanted any more');
      await untilInLine('next');
      await lock.release();
      await (await next).release();
    });

    it('that a newer attempt repeats keeps its place for that one, and is over', async () => {
      const lock = await take(here);
      const older = take(here, { requestId: 'retried' });
      await untilInLine('retried');
      const other = take(here, { requestId: 'other' });
      await untilInLine('retried', 'other');

      const newer = take(there, { requestId: 'retried' });

      await expect(older).rejects.toThrow('has been made again elsewhere');
      await untilInLine('retried', 'other');
      await lock.release();
      await (await newer).release();
      await (await other).release();
    });

    it('ends when its store is closed', async () => {
      const lock = await take(here);
      const waiting = take(there);
      await vi.waitFor(async () => expect((await here.locks.list())[0]?.waiters).toHaveLength(1));

      await there.close();

      await expect(waiting).rejects.toThrow('the store is closed');
      there = await openStore(url);
      await lock.release();
    });

    const listens = name !== 'SQLite';
    if (listens)
      it('goes on when the connection that listens breaks', async () => {
        const lock = await take(here);
        const waiting = take(there);
        await vi.waitFor(async () => expect((await here.locks.list())[0]?.waiters).toHaveLength(1));
        const client = new Client(url);
        await client.connect();
        await client.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %'`,
        );
        await client.end();

        await lock.release();

        await (await waiting).release();
      });
  });

  it.skipIf(missing !== '')('locks are listed with who holds and who waits', async () => {
    expect(await here.locks.list()).toEqual([]);
    const lock = await take(here, { requestId: 'Writer' });
    const waiting = take(there, { requestId: 'Critic' });
    await untilInLine('Critic');

    const [shown, ...more] = await there.locks.list();

    expect(more).toEqual([]);
    expect(shown).toMatchObject({
      namespace: 'test',
      key: 'one',
      holder: 'Writer',
      fencing: 1,
      waiters: [{ position: 1, holder: 'Critic' }],
    });
    expect(shown?.expiresInMs).toBeGreaterThan(3_000);
    expect(Math.abs(Date.parse(shown?.acquiredAt ?? '') - Date.now())).toBeLessThan(5_000);
    await lock.release();
    await (await waiting).release();
    expect(await here.locks.list()).toEqual([]);
  });
});
