import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HeldLock } from '../../../src/activities/locks/held-lock.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function hold(renew: () => Promise<boolean>, signal?: AbortSignal) {
  const release = vi.fn<() => Promise<void>>(async () => {});
  const request = {
    namespace: 'files',
    key: 'a',
    requestId: 'r',
    token: 't',
    holder: 'Writer',
    leaseMs: 3_000,
  };
  const lock = new HeldLock({
    request,
    signal,
    fencing: 7,
    askedAt: performance.now(),
    renew,
    release,
  });
  return { lock, release };
}

describe('a held lock', () => {
  it('is renewed three times a lease until it is released', async () => {
    const renew = vi.fn<() => Promise<boolean>>(() => Promise.resolve(true));
    const { lock, release } = hold(renew);

    await vi.advanceTimersByTimeAsync(3_500);
    expect(renew).toHaveBeenCalledTimes(3);
    await Promise.all([lock.release(), lock.release()]);
    await vi.advanceTimersByTimeAsync(10_000);

    expect(renew).toHaveBeenCalledTimes(3);
    expect(release).toHaveBeenCalledTimes(1);
    expect(lock.signal.aborted).toBe(false);
  });

  it('tells at the next renewal that it is lost', async () => {
    const { lock } = hold(() => Promise.resolve(false));

    await vi.advanceTimersByTimeAsync(1_000);

    expect(lock.signal.reason).toMatchObject({
      type: 'Lock.TimedOut',
      message: expect.stringContaining("'files/a' (fencing number 7) was lost"),
      details: [{ namespace: 'files', key: 'a', fencing: 7, lost: true }],
    });
  });

  it('outlives a database that is out of reach for less than the lease', async () => {
    let reachable = false;
    const { lock } = hold(() =>
      reachable ? Promise.resolve(true) : Promise.reject(new Error('away')),
    );

    await vi.advanceTimersByTimeAsync(2_500);
    reachable = true;
    await vi.advanceTimersByTimeAsync(5_000);

    expect(lock.signal.aborted).toBe(false);
    await lock.release();
  });

  it('is not renewed any more when its call is cancelled, so that a lease later it is lost', async () => {
    const cancel = new AbortController();
    const renew = vi.fn<() => Promise<boolean>>(() => Promise.resolve(true));
    const { lock } = hold(renew, cancel.signal);
    await vi.advanceTimersByTimeAsync(1_500);
    cancel.abort();

    await vi.advanceTimersByTimeAsync(2_000);
    expect(lock.signal.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1_000);

    expect(renew).toHaveBeenCalledTimes(1);
    expect(lock.signal.reason).toMatchObject({ type: 'Lock.TimedOut' });
  });

  it.each([
    ['is out of reach', () => Promise.reject(new Error('away'))],
    ['does not answer', () => new Promise<boolean>(() => {})],
  ])('counts as lost when its lease is over and the database %s', async (_, renew) => {
    const { lock } = hold(renew);

    await vi.advanceTimersByTimeAsync(2_900);
    expect(lock.signal.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(200);

    expect(lock.signal.reason).toMatchObject({ type: 'Lock.TimedOut' });
  });
});
