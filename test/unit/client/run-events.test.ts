import { expect, it } from 'vitest';
import { type EventReader, followRun } from '../../../src/client/events/run-events.ts';
import type { RunEvent } from '../../../src/core/events.ts';

it('a follower who stops while a run that has ended is read gets nothing in the place of its events', async () => {
  const stopping = new AbortController();
  const { signal } = stopping;
  const openEvents = () => ({
    async next() {
      stopping.abort();
      return []; // as every source does then
    },
    end: () => Promise.reject(new Error('its end is not known to be missing')),
  });
  const run = {
    id: 'run',
    hasEnded: async () => true,
    history: () => Promise.reject(new Error('that it has told nothing is not known')),
    result: () => Promise.reject(new Error('nothing was read that has it')),
  };
  const seen: RunEvent[] = [];
  const reader = { openEvents } as unknown as EventReader;

  for await (const event of followRun(reader, run, { after: '0', signal })) seen.push(event);

  expect(seen).toEqual([]);
});

it('a run that was cancelled while its end was told ends as its result does', async () => {
  const cancelled = { type: 'Run.Cancelled', message: 'it was cancelled' };
  const result = { success: false, error: { ...cancelled, agentName: 'A' } };
  const told = { type: 'run.ended', seq: 9, path: '', success: true, error: null, result: null };
  const openEvents = () => ({ next: async () => [told], end: async () => [] });
  const run = {
    id: 'run',
    hasEnded: async () => false,
    history: async () => [],
    result: async () => result as never,
  };
  const { signal } = new AbortController();
  const reader = { openEvents } as unknown as EventReader;
  const seen: RunEvent[] = [];

  for await (const event of followRun(reader, run, { after: '0', signal })) seen.push(event);

  expect(seen).toEqual([{ ...told, success: false, error: cancelled, result }]);
});
