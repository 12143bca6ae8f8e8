import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { getLock, runWithLocks, withLock } from '../../../src/activities/locks/lock-scope.ts';
import type { Store } from '../../../src/activities/store/open-store.ts';
import { memoryStore } from './fixtures.ts';

let store: Store;

beforeEach(async () => {
  store = await memoryStore();
  onTestFinished(() => store.close());
});

function inTool<T>(run: () => Promise<T>, given: { signal?: AbortSignal } = {}): Promise<T> {
  const { signal = new AbortController().signal } = given;
  const scope = {
    locks: store.locks,
    requestId: 'call-1',
    holder: 'Writer · save · run-1',
    signal,
  };
  return runWithLocks(scope, run);
}

describe('in a tool', () => {
  it('a lock is held while the code runs, gives its number, and is free after', async () => {
    const held = await inTool(() =>
      withLock('files', 'a', async ({ fencing }) => ({ fencing, locks: await store.locks.list() })),
    );

    expect(held.fencing).toBe(1);
    expect(held.locks).toMatchObject([
      { namespace: 'files', key: 'a', holder: 'Writer · save · run-1', fencing: 1 },
    ]);
    expect(await store.locks.list()).toEqual([]);
  });

  it('a lock is free after code that fails', async () => {
    const failing = inTool(() => withLock('files', 'a', () => Promise.reject(new Error('broken'))));

    await expect(failing).rejects.toThrow('broken');
    expect(await store.locks.list()).toEqual([]);
  });

  it('a lock is free at the end of its block', async () => {
    const after = await inTool(async () => {
      {
        await using lock = await getLock('files', 'a');
        expect(lock.fencing).toBe(1);
      }
      return store.locks.list();
    });

    expect(after).toEqual([]);
  });

  it('a lock that was not released is released when the call ends', async () => {
    await inTool(() => getLock('files', 'a'));

    expect(await store.locks.list()).toEqual([]);
  });

  it('a lock that nobody waits for any more when the call ends is not kept', async () => {
    const other = await store.locks.acquire(
      { namespace: 'files', key: 'a', requestId: 'o', token: 'o', holder: 'other', leaseMs: 5_000 },
      { waitMs: 1_000 },
    );
    let left: Promise<unknown> = Promise.resolve();
    await inTool(async () => {
      left = getLock('files', 'a').catch((error: unknown) => error);
      await sleep(50);
    });
    await other.release();

    expect(String(await left)).toContain('the tool call ended');
    expect(await store.locks.list()).toEqual([]);
  });

  it('a lock that the call has already is refused at once, wherever it was taken', async () => {
    const nested = inTool(() => withLock('files', 'a', () => withLock('files', 'a', () => 1)));

    await expect(nested).rejects.toMatchObject({
      type: 'Input.Invalid',
      message: expect.stringContaining("'files/a' already"),
    });
  });

  it('a lock can be taken again after it was released, and together with others', async () => {
    const numbers = await inTool(async () => {
      const first = await withLock('files', 'a', ({ fencing }) => fencing);
      const second = await withLock('files', 'a', ({ fencing }) =>
        withLock('files', 'b', (inner) => [fencing, inner.fencing]),
      );
      return [first, ...second];
    });

    expect(numbers).toEqual([1, 2, 1]);
  });

  it('a wait ends when the call is cancelled, and the code under a lock is told', async () => {
    const cancel = new AbortController();
    const told = inTool(
      () =>
        withLock('files', 'a', async ({ signal }) => {
          cancel.abort(new Error('cancelled'));
          return signal.reason as unknown;
        }),
      cancel,
    );

    expect(String(await told)).toContain('cancelled');
    await expect(inTool(() => getLock('files', 'a'), cancel)).rejects.toThrow('cancelled');
    expect(await store.locks.list()).toEqual([]);
  });

  it.each([
    ['', 'a', {}, 'namespace: it is empty'],
    ['files', '', {}, 'key: it is empty'],
    ['files', 'x'.repeat(401), {}, 'key: it is longer than 400 characters'],
    ['files', 'half a \ud83d', {}, 'key: it contains half a character'],
    ['files', 'a', { lease: '50ms' }, 'lease: a lease is at least 200 ms'],
    ['files', 'a', { wait: 60 }, "wait: 60 would be 60 milliseconds; for 60 seconds write '60s'"],
  ])('a lock %j %j %j is refused', async (namespace, key, options, words) => {
    const refused = inTool(() => withLock(namespace, key, () => 1, options));

    await expect(refused).rejects.toMatchObject({
      type: 'Input.Invalid',
      message: expect.stringContaining(words),
    });
  });
});

it('a lock outside a tool is refused, with the name of what works there', async () => {
  await expect(withLock('files', 'a', () => 1)).rejects.toMatchObject({
    type: 'Input.Invalid',
    message: expect.stringContaining('openLocks'),
  });
});
