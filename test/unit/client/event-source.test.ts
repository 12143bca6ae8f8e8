import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { eventsThroughWorker } from '../../../src/client/events/event-source.ts';
import type { TextReader } from '../../../src/client/runs/worker-query.ts';

const answered = (execute: () => Promise<unknown>) =>
  ({ temporal: { workflow: { execute } }, sharedQueue: 'q' }) as unknown as TextReader;

it('leaves nothing at the signal of a follower, however often a worker is asked', async () => {
  const { signal } = new AbortController();
  const source = eventsThroughWorker(answered(async () => [{ events: [], cursor: '1' }]))(
    'run',
    '0',
  );
  for (let asked = 0; asked < 20; asked += 1) await source.next(0, signal);
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});

it('passes on why a worker could not be asked, and leaves nothing then either', async () => {
  const { signal } = new AbortController();
  const source = eventsThroughWorker(answered(() => Promise.reject(new Error('away'))))('run', '0');
  await expect(source.next(0, signal)).rejects.toThrow('away');
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});

it('ends a wait with the abort of its signal', async () => {
  const controller = new AbortController();
  const source = eventsThroughWorker(answered(() => new Promise(() => {})))('run', '0');
  const next = source.next(1_000, controller.signal);
  controller.abort();
  expect(await next).toEqual([]);
});
