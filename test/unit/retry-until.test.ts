import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type RetryLimits, retryUntil } from '../../src/core/retry-until.ts';
import { rejection } from './activities/fixtures.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const limits: RetryLimits = { canPass: () => true, firstPauseMs: 100, longestPauseMs: 300 };

/** Fails so often, and then says when it was tried. */
function failing(times: number) {
  const tried: number[] = [];
  const work = async () => {
    tried.push(Date.now() - begun);
    if (tried.length <= times) throw new Error(`try ${tried.length}`);
    return tried;
  };
  const begun = Date.now();
  return { work, tried };
}

describe('work that is done again', () => {
  it('is done at once, and then after pauses that grow up to the longest', async () => {
    const { work } = failing(4);
    const done = retryUntil(work, limits);
    await vi.runAllTimersAsync();
    expect(await done).toEqual([0, 100, 300, 600, 900]);
  });

  it('is given up for what can not pass, which may take a while to find out', async () => {
    const { work, tried } = failing(9);
    const canPass = async (error: unknown) => !String(error).includes('try 2');
    const failed = rejection(retryUntil(work, { ...limits, canPass }));
    await vi.runAllTimersAsync();
    expect(String(await failed)).toContain('try 2');
    expect(tried).toHaveLength(2);
  });

  it('is given up after a number of tries, or when the next one would be too late', async () => {
    const few = failing(9);
    const three = rejection(retryUntil(few.work, { ...limits, triesAtMost: 3 }));
    const short = failing(9);
    const late = rejection(retryUntil(short.work, { ...limits, limitMs: 599 }));
    await vi.runAllTimersAsync();
    expect((await Promise.all([three, late])).map(String)).toEqual([
      'Error: try 3',
      'Error: try 3',
    ]);
    expect([few.tried, short.tried]).toEqual([
      [0, 100, 300],
      [0, 100, 300],
    ]);
  });

  it('is tried once more, at once, when its signal is aborted in a pause, and then no more', async () => {
    const { work, tried } = failing(9);
    const stop = new AbortController();
    const failed = rejection(retryUntil(work, { ...limits, signal: stop.signal }));
    await vi.advanceTimersByTimeAsync(150);
    stop.abort();
    expect(String(await failed)).toContain('try 3');
    expect(tried).toEqual([0, 100, 150]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
