/** Two connections to one database: to each other they are as strange as two processes. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import type { HeldLock } from '../../src/activities/locks/held-lock.ts';
import type { LockRequest } from '../../src/activities/store/lock-request.ts';
import { openStore, type Store } from '../../src/activities/store/open-store.ts';
import type { DatabaseKind } from './databases.ts';

export interface TwoStores {
  url: string;
  here: Store;
  there: Store;
}

/** Opens both before each test of a suite, and closes them after it. */
export function useTwoStores({ missing, ...kind }: DatabaseKind): TwoStores {
  const stores = {} as TwoStores;
  let remove = () => {};
  beforeEach(async () => {
    if (missing !== '') return;
    const made = await kind.create();
    remove = () => made.remove();
    const [here, there] = await Promise.all([openStore(made.url), openStore(made.url)]);
    Object.assign(stores, { url: made.url, here, there });
  });
  afterEach(async () => {
    if (missing !== '') return;
    await Promise.all([stores.here.close(), stores.there.close()]);
    remove();
  });
  return stores;
}

/** A request for the lock `test/one`. */
export function request(given: Partial<LockRequest> = {}): LockRequest {
  const requestId = given.requestId ?? randomUUID();
  const name = { namespace: 'test', key: 'one' };
  return { ...name, token: randomUUID(), holder: requestId, leaseMs: 5_000, ...given, requestId };
}

/** Takes that lock. The test may look at a failure later. */
export function take(
  store: Store,
  given: Partial<LockRequest> = {},
  options: { waitMs?: number; signal?: AbortSignal } = {},
): Promise<HeldLock> {
  const taking = store.locks.acquire(request(given), { waitMs: 20_000, ...options });
  taking.catch(() => undefined);
  return taking;
}

/** Waits until who waits for the lock are these, in this order. */
export async function untilInLine(store: Store, ...holders: string[]): Promise<void> {
  await vi.waitFor(
    async () => {
      const [lock] = await store.locks.list();
      expect(lock?.waiters.map((waiter) => waiter.holder) ?? []).toEqual(holders);
    },
    { timeout: 10_000, interval: 20 },
  );
}
