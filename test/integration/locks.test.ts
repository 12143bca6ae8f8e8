import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely } from 'kysely';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { sqliteChanges } from '../../src/activities/store/changes.ts';
import { databaseAddress } from '../../src/activities/store/database-url.ts';
import { releaseLock, renewLock, requestLock } from '../../src/activities/store/locks.ts';
import { openStore, type Store } from '../../src/activities/store/open-store.ts';
import { postgresChanges } from '../../src/activities/store/postgres-changes.ts';
import { postgresDialect } from '../../src/activities/store/postgres-dialect.ts';
import { SqliteFileDialect } from '../../src/activities/store/sqlite-dialect.ts';
import type { Tables } from '../../src/activities/store/tables.ts';
import { databases } from '../support/databases.ts';
import { request, take, untilInLine, useTwoStores } from '../support/two-stores.ts';

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

/** A store of its own whose process dies: it renews and releases nothing any more. */
async function dyingStore(url: string): Promise<Store> {
  const store = await openStore(url);
  onTestFinished(() => store.close());
  return store;
}

describe.each(databases)('on $name', (kind) => {
  const stores = useTwoStores(kind);

  describe.skipIf(kind.missing !== '')('a lock', () => {
    it('is granted in the order of the first requests, whoever is quicker', async () => {
      const first = await take(stores.here, { requestId: 'first' });
      const order: string[] = [];
      const names = ['a', 'b', 'c', 'd', 'e', 'f'];
      const serve = async (store: Store, requestId: string) => {
        const lock = await take(store, { requestId });
        order.push(requestId);
        await lock.release();
      };
      const served: Promise<void>[] = [];
      for (const [index, requestId] of names.entries()) {
        served.push(serve(index % 2 === 0 ? stores.here : stores.there, requestId));
        await untilInLine(stores.here, ...names.slice(0, index + 1));
      }

      await first.release();
      await Promise.all(served);

      expect(order).toEqual(names);
    });

    it('that somebody waits for is called out in other processes when it is released', async () => {
      const lock = await take(stores.here);
      const waiting = take(stores.here);
      await vi.waitFor(async () =>
        expect((await stores.here.locks.list())[0]?.waiters).toHaveLength(1),
      );
      const changes = await changesOf(stores.url);
      const changed = vi.fn<(digest?: string) => void>();
      const watching = changes.watch('locks', changed);
      await vi.waitFor(() => expect(changed).toHaveBeenCalled(), 10_000); // it has begun
      changed.mockClear();

      await lock.release();

      await vi.waitFor(() => expect(changed).toHaveBeenCalled(), 10_000);
      watching.close();
      await (await waiting).release();
    });

    it('asked for twice by one attempt, because the answer was lost, is one grant', async () => {
      const asked = request();
      const lock = await stores.here.locks.acquire(asked, { waitMs: 1_000 });
      const again = await stores.there.locks.acquire(asked, { waitMs: 1_000 });

      expect(again.fencing).toBe(lock.fencing);
      await lock.release();
      await again.release();
    });

    it('of a dead attempt is next for the retry, before those that waited already', async () => {
      const dying = await dyingStore(stores.url);
      const dead = await take(dying, { requestId: 'retried', leaseMs: 4_000 });
      await dying.close();
      const other = take(stores.here, { requestId: 'other' });
      await untilInLine(stores.here, 'other');

      const retry = await take(stores.there, { requestId: 'retried' });

      expect(retry.fencing).toBe(dead.fencing + 1);
      await untilInLine(stores.here, 'other');
      await retry.release();
      expect((await other).fencing).toBe(dead.fencing + 2);
    });

    it('that an attempt still holds keeps the retry out until the lease ends', async () => {
      const zombie = await take(stores.here, { requestId: 'retried' });
      const waited = await take(stores.there, { requestId: 'retried' }, { waitMs: 1_000 }).catch(
        (error: unknown) => error,
      );

      expect(waited).toMatchObject({ type: 'Lock.TimedOut' });
      await zombie.release();
    });

    it('is neither renewed nor freed by an attempt that has lost it', async () => {
      const db = await databaseAt(stores.url);
      const zombie = request({ leaseMs: 1_000 });
      expect(await requestLock(db, zombie)).toEqual({ state: 'granted', fencing: 1 });
      expect(await renewLock(db, zombie)).toBe(true);
      const heir = await take(stores.there, { requestId: 'heir' });

      expect(await renewLock(db, zombie)).toBe(false);
      await releaseLock(db, zombie);

      expect(await stores.here.locks.list()).toMatchObject([
        { holder: 'heir', fencing: heir.fencing },
      ]);
      await heir.release();
    });

    it('keeps its numbers growing when it was free and everybody had left', async () => {
      await (await take(stores.here)).release();
      await Promise.all([stores.here.close(), stores.there.close()]);
      [stores.here, stores.there] = await Promise.all([
        openStore(stores.url),
        openStore(stores.url),
      ]);

      const lock = await take(stores.here);

      expect(lock.fencing).toBe(2);
      await lock.release();
    });

    it('is renewed while it is held, well beyond its lease', async () => {
      const lock = await take(stores.here, { requestId: 'long', leaseMs: 2_000 });
      await sleep(4_000);

      expect(await stores.there.locks.list()).toMatchObject([{ holder: 'long', fencing: 1 }]);
      expect(lock.signal.aborted).toBe(false);
      await lock.release();
    });

    it('is not taken by a process whose clock is an hour ahead', async () => {
      const lock = await take(stores.here);
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
      onTestFinished(() => void vi.useRealTimers());

      await expect(take(stores.there, {}, { waitMs: 300 })).rejects.toMatchObject({
        type: 'Lock.TimedOut',
      });
      await lock.release();
    });

    it('of another namespace or key is another lock', async () => {
      const held = await Promise.all([
        take(stores.here),
        take(stores.here, { key: 'two' }),
        take(stores.there, { namespace: 'other' }),
      ]);

      expect(held.map((lock) => lock.fencing)).toEqual([1, 1, 1]);
      await Promise.all(held.map((lock) => lock.release()));
    });
  });

  it.skipIf(kind.missing !== '')('locks are listed with who holds and who waits', async () => {
    expect(await stores.here.locks.list()).toEqual([]);
    const lock = await take(stores.here, { requestId: 'Writer' });
    const waiting = take(stores.there, { requestId: 'Critic' });
    await untilInLine(stores.here, 'Critic');

    const [shown, ...more] = await stores.there.locks.list();

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
    expect(await stores.here.locks.list()).toEqual([]);
  });
});
