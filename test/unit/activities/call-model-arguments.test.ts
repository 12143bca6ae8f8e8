import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { RunFollower } from '../../../src/activities/events/run-follower.ts';
import type { Store } from '../../../src/activities/store/open-store.ts';
import type { FollowedEvent } from '../../../src/core/events.ts';
import { kitchen, modelCall, rejection, testKey } from './fixtures.ts';
import { apis } from './tool-calls.ts';

const pace = { characters: 5, everyMs: 40 };
const town = 'Ås by 😀, which is a long name';
const toolCalls = [
  { name: 'weather', arguments: { town } },
  { name: 'sea', arguments: { key: testKey } },
];
const asked = modelCall({
  tools: {
    registered: JSON.stringify([offered('weather', 'town'), offered('sea', 'key')]),
    memory: false,
  },
});

function offered(name: string, field: string) {
  const properties = { [field]: { type: 'string' } };
  return { name, description: name, parameters: { type: 'object', properties } };
}

/** What a follower is given of a run while something goes on, by one that is opened anew each time. */
async function followed(store: Store, during: Promise<unknown>): Promise<FollowedEvent[]> {
  const all: FollowedEvent[] = [];
  let isOver = false;
  void during.catch(() => undefined).finally(() => (isOver = true));
  for (let wasOver = false; !wasOver; await sleep(20)) {
    wasOver = isOver;
    const follower = await RunFollower.open(store.events, 'run-1', all.at(-1)?.cursor ?? '0');
    all.push(...(await follower.read()));
  }
  return all;
}

describe.each(apis)('the arguments of calls over %s', (api) => {
  it('are told as they come, each once, and none behind the end of their turn', async () => {
    const { store, call } = await kitchen([{ text: 'Let me see.', toolCalls, pace }], {
      endpoint: { api },
    });
    const calling = call(asked);

    const events = await followed(store, calling);

    const deltas = events.filter((event) => event.type === 'tool.delta');
    const written = ['', ''];
    for (const { call: index, text, offset, seq, turn } of deltas) {
      expect([offset, seq, turn]).toEqual([written[index]?.length, 1, 1]);
      written[index] += text;
    }
    expect(deltas.length).toBeGreaterThan(3);
    expect(written[0]).toBe(JSON.stringify({ town }));
    expect(written[1]).toMatch(/^\{/);
    expect(written[1]).not.toContain(testKey.slice(0, 4));
    expect(new Set(deltas.map(({ name }) => name))).toEqual(new Set(['weather', 'sea']));
    expect(events.findIndex(({ type }) => type === 'turn.ended')).toBe(events.length - 1);
    expect((await calling).toolCalls).toHaveLength(2);
  });

  it('are dropped where their turn fails', async () => {
    const { store, call } = await kitchen([{ toolCalls, pace, cut: true }], { endpoint: { api } });

    const events = followed(store, rejection(call(asked)));

    expect((await events).some(({ type }) => type === 'tool.delta')).toBe(true);
    await sleep(300);
    const later = await RunFollower.open(store.events, 'run-1', '0');
    expect((await later.read()).map(({ type }) => type)).toEqual(['turn.started']);
  });
});
