import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Readers } from '../../../../src/service/doors/openai/readers.ts';

let cancelled: string[];
let refuses: boolean;
let readers: Readers;
beforeEach(() => {
  vi.useFakeTimers();
  cancelled = [];
  refuses = false;
  const cancel = (run: string) => {
    cancelled.push(run);
    return refuses ? Promise.reject(new Error('out of reach')) : Promise.resolve();
  };
  readers = new Readers({ graceMs: 1_000, cancel });
});
afterEach(() => {
  vi.useRealTimers();
});

it('cancels a run some time after its last reader has gone', async () => {
  const [one, other] = [readers.join('r', false), readers.join('r', false)];
  one('gone');
  await vi.advanceTimersByTimeAsync(5_000);
  expect(cancelled).toEqual([]);
  other('gone');
  await vi.advanceTimersByTimeAsync(999);
  expect(cancelled).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(cancelled).toEqual(['r']);
});

it('waits anew where another reader came meanwhile', async () => {
  readers.join('r', false)('gone');
  await vi.advanceTimersByTimeAsync(900);
  const next = readers.join('r', false);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(cancelled).toEqual([]);
  next('gone');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(cancelled).toEqual(['r']);
});

it('leaves a run alone that has ended, or that one of its readers wants to go on', async () => {
  readers.join('ended', false)('ended');
  readers.join('detached', true)('gone');
  readers.join('detached', false)('gone');
  readers.join('replaced', false)('detached');
  await vi.advanceTimersByTimeAsync(5_000);
  expect(cancelled).toEqual([]);
});

it('leaves runs alone once it is closed', async () => {
  readers.join('before', false)('gone');
  const leave = readers.join('open', false);
  readers.close();
  leave('gone');
  await vi.advanceTimersByTimeAsync(5_000);
  expect(cancelled).toEqual([]);
});

it('tries again where the cluster is out of reach', async () => {
  refuses = true;
  readers.join('r', false)('gone');
  await vi.advanceTimersByTimeAsync(1_000);
  refuses = false;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(cancelled).toEqual(['r', 'r']);
});
