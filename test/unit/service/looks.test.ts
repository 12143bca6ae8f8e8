import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Looks } from '../../../src/service/teams/looks.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['performance', 'setTimeout'] }));
afterEach(() => vi.useRealTimers());

it('are as many as may be, however many are asked for, and each begins after it was asked for', async () => {
  const begun: number[] = [];
  const looks = new Looks(() => Promise.resolve(void begun.push(performance.now())), 200);
  const answered: { asked: number; looked: number }[] = [];
  const began = performance.now();
  while (performance.now() < began + 1_000) {
    const asked = performance.now();
    void looks.look().then(() => answered.push({ asked, looked: begun.at(-1) ?? -1 }));
    await vi.advanceTimersByTimeAsync(1);
  }
  await vi.advanceTimersByTimeAsync(200);
  expect(begun).toHaveLength(6); // at once, and each 200 ms
  expect(answered).toHaveLength(1_000);
  expect(answered.filter(({ asked, looked }) => looked < asked)).toEqual([]);
});
