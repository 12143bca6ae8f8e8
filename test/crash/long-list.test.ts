import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentsClient } from '../../src/client/index.ts';
import type { MapInput } from '../../src/core/kinds/map/types.ts';
import { finishedOf, markOf, type MarkedReply } from './support/marks.ts';
import { randomOf, seed } from './support/random.ts';
import { Killers } from './support/random-kills.ts';
import { record } from './support/results.ts';
import { full } from './support/scale.ts';
import { type CrashWorld, openWorld } from './support/world.ts';

/** Over 250, so that child runs do them; CRASH_ITEMS chooses another number. */
const count = Number(process.env['CRASH_ITEMS'] ?? (full ? 10_000 : 300));
const concurrency = 20;
const items = Array.from({ length: count }, (_, index) => `Item ${index + 1} `.padEnd(1_000, 'x'));

const list: MapInput = {
  kind: 'map',
  step: { kind: 'agent', name: 'Reader', provider: 'openai', timeout: '2h' },
  concurrency,
  maxItems: count,
  timeout: '10h',
};

const reply: MarkedReply = (request) => {
  const [item = ''] = /Item \d+/.exec(request.messages.at(-1)?.content ?? '') ?? [];
  return `${item} was read (${markOf(request)})`;
};

let world: CrashWorld;
let client: AgentsClient;
let killers: Killers;

beforeAll(async () => {
  world = await openWorld({ model: { script: reply, latencyMs: 100 } });
  killers = new Killers(world);
  await killers.start();
  client = await world.connect();
});
afterAll(() => world?.close());

describe(`a map over ${count} items of 1 KB, CRASH_SEED=${seed}`, () => {
  it('whose workers are killed once and everything once does them all, in order, and no finished one again', async () => {
    const random = randomOf(seed);
    const startedAt = Date.now();
    const handle = await client.start(list, items.join('\n'), { id: 'list' });
    const moments = [
      { requests: 0.1 + 0.35 * random(), victims: ['workflows', 'openai'] as const },
      { requests: 0.55 + 0.35 * random(), victims: ['workflows', 'openai', 'server'] as const },
    ].map((each) => ({ ...each, requests: Math.ceil(each.requests * count) }));
    await killers.strikeAt(moments, random, () => false);
    const result = await handle.result();
    const seconds = (Date.now() - startedAt) / 1_000;

    const { requests } = world.model;
    const finished = await finishedOf('list', requests, { tables: world.tables, reply });
    record('longList', 'ours', {
      items: count,
      kills: moments.length,
      'calls made': requests.length,
      'finished calls repeated': finished.askedAgain,
      s: seconds,
    });
    expect(result).toMatchObject({ success: true, total: count, succeeded: count, failed: 0 });
    const read: string[] = [];
    for await (const { index, content } of handle.items()) read.push(`${index}: ${content}`);
    expect(read.map((line) => line.replace(/ \(.*/, ''))).toEqual(
      items.map((_, index) => `${index + 1}: Item ${index + 1} was read`),
    );
    expect(finished).toEqual({ journaled: count, twice: 0, askedAgain: 0 });
    expect(killers.attempts()).toMatchObject({ needed: count, unexplained: [] });
    expect(requests.length).toBeLessThanOrEqual(count + moments.length * concurrency);
  });
});
