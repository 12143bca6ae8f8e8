import { getEventListeners, getMaxListeners } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { below, withListener } from '../../../src/client/events/events-options.ts';
import { eventsThroughWorker } from '../../../src/client/events/event-source.ts';
import { followRun } from '../../../src/client/events/run-events.ts';
import type { TextReader } from '../../../src/client/runs/worker-query.ts';
import type { RunEvent } from '../../../src/core/events.ts';

const place = { seq: 1, at: '', run: 'run', cursor: '1' };
const began = { ...place, path: 'Ann/Deep', type: 'step.started' } as RunEvent;
const over = { ...place, path: '', type: 'run.ended', success: true } as RunEvent;

async function* told(...events: RunEvent[]) {
  yield* events;
}

async function collect(events: AsyncIterable<RunEvent>): Promise<RunEvent[]> {
  const all: RunEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

describe('the events of a step', () => {
  it('are refused once the run has ended without it', async () => {
    await expect(collect(below('An', told(began, over), '0'))).rejects.toThrow(
      "there is no run 'run/An' here",
    );
  });

  it.each([
    ['Ann', '0', [began, over]],
    ['', '0', [began, over]],
    ['An', '12', [over]], // it may have been there before
  ])('of %j behind %s are those at it and below', async (path, after, events) => {
    expect(await collect(below(path, told(began, over), after))).toEqual(events);
  });
});

describe('many followers with one signal', () => {
  const warnings: Error[] = [];
  const warned = (warning: Error) => void warnings.push(warning);
  afterEach(() => void process.off('warning', warned));

  it('are warned of no leak, and leave nothing there', async () => {
    process.on('warning', warned);
    const controller = new AbortController();
    const { signal } = controller;
    const most = getMaxListeners(signal);
    const temporal = { workflow: { execute: () => new Promise(() => {}) } };
    const reader = { temporal, sharedQueue: 'q' } as unknown as TextReader;
    const openEvents = eventsThroughWorker(reader);
    const never = async () => await Promise.reject(new Error('not asked for'));
    const following = Array.from({ length: 60 }, async (_, index) => {
      const run = { id: `${index}`, hasEnded: async () => false, history: never, result: never };
      const events = followRun({ ...reader, openEvents }, run, { after: '0', signal });
      return await collect(withListener(signal, events));
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(getEventListeners(signal, 'abort')).toHaveLength(60);

    controller.abort();

    expect(await Promise.all(following)).toEqual(Array.from({ length: 60 }, () => []));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(warnings).toEqual([]);
    expect(getMaxListeners(signal)).toBe(most);
  });
});
