import { afterEach, expect, it, vi } from 'vitest';
import { SharedLooks } from '../../../src/client/runs/shared-looks.ts';

afterEach(() => void vi.useRealTimers());

it('shares a look under way, and later only one that is young enough', async () => {
  let made = 0;
  const look = async () => await Promise.resolve((made += 1));
  const looks = new SharedLooks<number>(1_000);
  const find = (maxAgeMs: number) => looks.find('run', look, maxAgeMs);
  expect(await Promise.all([find(0), find(0), find(1_000)])).toEqual([1, 1, 1]);
  expect(await find(1_000)).toBe(1);
  expect(await find(0)).toBe(2);
  expect(await looks.find('other', look, 1_000)).toBe(3);
});

it('shares a failure with who asked at the same time, and with nobody else', async () => {
  let made = 0;
  const look = async () => {
    made += 1;
    await Promise.resolve();
    if (made === 1) throw new Error('away');
    return made;
  };
  const looks = new SharedLooks<number>(1_000);
  const both = await Promise.allSettled([looks.find('run', look, 0), looks.find('run', look, 0)]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await looks.find('run', look, 1_000)).toBe(2);
});

it('is as old as what was found, however long it took', async () => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout'] });
  let made = 0;
  const look = async () => {
    vi.advanceTimersByTime(300);
    return await Promise.resolve((made += 1));
  };
  const looks = new SharedLooks<number>(250);
  const find = () => looks.find('run', look, 250);
  expect(await find()).toBe(1);
  vi.advanceTimersByTime(249);
  expect(await find()).toBe(1);
  vi.advanceTimersByTime(1);
  expect(await find()).toBe(2);
});
