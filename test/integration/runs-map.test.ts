import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { connect, Failure, MapItems } from '../../src/client/index.ts';
import { followProgress, readProgress, type RunProgress } from '../../src/client/progress/index.ts';
import type { MapItem } from '../../src/core/kinds/map/types.ts';
import { databases } from '../support/databases.ts';
import { type LiveWorld, openWorld } from '../support/live-world.ts';

const agent = { kind: 'agent', name: 'Ann', provider: 'responses' } as const;
const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) => `line ${index + 1}`).join('\n');

/** The last thing that was said to a model. */
const lastSaid = ({ messages }: { messages: { content: string }[] }) =>
  messages.at(-1)?.content ?? '';

let world: LiveWorld;

beforeAll(async () => {
  world = await openWorld({ transforms: { words: (text) => text.split(' ') } });
});
beforeEach(() => world.cast({ Ann: (asked) => lastSaid(asked).toUpperCase() }));
afterAll(() => world.close());

async function all(items: AsyncIterable<MapItem<string>>): Promise<MapItem<string>[]> {
  const found: MapItem<string>[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe('a map', () => {
  it('gives a short list with its result, in order, and its answers in one text', async () => {
    const map = new MapItems(agent, { itemName: 'word', over: { function: 'words' } });
    const result = await world.client.run(map, 'to be or');
    expect(result).toMatchObject({ success: true, total: 3, succeeded: 3, totalCost: 3 });
    expect(
      result.items.map(({ index, input, content, cost }) => [index, input, content, cost]),
    ).toEqual([
      [1, 'to', 'TO', 1],
      [2, 'be', 'BE', 1],
      [3, 'or', 'OR', 1],
    ]);
    expect(result.content).toMatch(/agent="word 3">\nOR\n/);
  });

  it('does a long list in child runs, and gives its items by page', async () => {
    const map = new MapItems(agent, { concurrency: 20 });
    const handle = await world.client.start(map, numbered(260), { id: 'long' });
    const result = await handle.result();
    expect(result).toMatchObject({ success: true, total: 260, succeeded: 260, items: [] });
    expect(world.askedBy('Ann')).toHaveLength(260);
    const items = await all(handle.items({ after: 256 }));
    expect(items.map(({ index, content }) => [index, content])).toEqual(
      [257, 258, 259, 260].map((index) => [index, `LINE ${index}`]),
    );
    expect(await all(handle.items({ state: 'failed' }))).toEqual([]);
    expect(await all(handle.items({ limit: 2 }))).toHaveLength(2);
    const part = world.temporal.workflow.getHandle('long/1-130');
    expect((await part.describe()).historyLength).toBeLessThan(1_000);
    const wire = JSON.stringify(await world.temporal.workflow.getHandle('long').result());
    expect(wire.length).toBeLessThan(2_000);
    const progress = await readProgress(world.temporal, 'long');
    expect(progress).toMatchObject({ steps: [], totalCost: 260, usage: { calls: 260 } });
    const followed: RunProgress[] = [];
    const { signal } = new AbortController();
    for await (const next of followProgress(world.temporal, 'long', signal)) followed.push(next);
    expect(followed.at(-1)).toMatchObject({ status: 'completed', steps: [], totalCost: 260 });
  });

  it('is read through a worker by a client without the store', async () => {
    await using client = await connect({ address: world.client.address ?? '' });
    Object.assign(client.parts, { sharedQueue: world.client.parts.sharedQueue });
    await world.client.run(agentMap(), 'one\ntwo', { id: 'through' });
    const items = await all(client.handle('through').items());
    expect(items.map(({ input, content }) => [input, content])).toEqual([
      ['one', 'ONE'],
      ['two', 'TWO'],
    ]);
    expect((await client.handle('through').result()) as object).toMatchObject({ total: 2 });
  });

  it('takes an input that no run could be started with', async () => {
    const long = Array.from({ length: 4 }, (_, index) => `${index}${'é'.repeat(350_000)}`);
    world.cast({ Ann: (asked) => lastSaid(asked).slice(0, 2) });
    const result = await world.client.run(agentMap(), long.join('\n'), { id: 'wide' });
    expect(result.items.map(({ content }) => content)).toEqual(['0é', '1é', '2é', '3é']);
    expect(result.items[3]?.input).toBe(long[3]);
    const { historySize } = await world.temporal.workflow.getHandle('wide').describe();
    expect(historySize).toBeLessThan(50_000);
    const again = await world.client.run(agentMap(), long.join('\n'), { id: 'wide' });
    expect(again.totalCost).toBe(4);
    expect(world.askedBy('Ann')).toHaveLength(4);
    expect((await world.client.handle('wide').startedWith()).input).toBe(long.join('\n'));
  });

  it('does again only what failed, in a run of its own', async () => {
    const refused = { status: 400, error: { message: 'not this one' } };
    world.cast({ Ann: (asked) => (lastSaid(asked) === 'b' ? refused : 'fine') });
    const first = await world.client.run(agentMap(), 'a\nb\nc', { id: 'some' });
    expect(first).toMatchObject({ success: true, succeeded: 2, failed: 1 });
    expect(first.items[1]?.error?.type).toBe(Failure.modelRejected);
    world.cast({ Ann: 'mended' });
    const handle = await world.client.resumeFailed('some');
    expect(handle.id).toBe('some~2');
    const second = await handle.result();
    expect(second).toMatchObject({ success: true, succeeded: 3, failed: 0, totalCost: 1 });
    expect(second.items.map(({ content }) => content)).toEqual(['fine', 'mended', 'fine']);
    expect(world.askedBy('Ann')).toHaveLength(1);
    await expect(world.client.resumeFailed('some')).rejects.toThrow(
      /nothing failed in run 'some~2'/,
    );
  });

  it('keeps what was done when it is cancelled', async () => {
    world.cast({
      Ann: (asked) => (lastSaid(asked) === 'b' ? { text: '', delayMs: 60_000 } : 'done'),
    });
    const map = new MapItems(agent, { concurrency: 1 });
    const handle = await world.client.start(map, 'a\nb\nc', { id: 'stopped' });
    await world.untilAsked(2);
    await handle.cancel();
    const result = await handle.result();
    expect(result.error?.type).toBe(Failure.runCancelled);
    expect(result).toMatchObject({ total: 3, succeeded: 1, failed: 0 });
    expect(result.items.map(({ state }) => state)).toEqual(['succeeded', 'pending', 'pending']);
  });
});

describe.each(databases.filter(({ name }) => name !== 'SQLite'))('a map on $name', (kind) => {
  it.skipIf(kind.missing !== '')('keeps failures apart, and does those again', async () => {
    const { url, remove } = await kind.create();
    onTestFinished(remove);
    vi.stubEnv('DATABASE_URL', url);
    const there = await openWorld().finally(() => vi.unstubAllEnvs());
    onTestFinished(() => there.close());
    const refused = { status: 400, error: { message: 'not this one' } };
    there.cast({ Ann: (asked) => (lastSaid(asked).endsWith('7') ? refused : 'fine') });
    const reduce = { ...agent, name: 'Ben' };
    const map = new MapItems(agent, { concurrency: 20, reduce });
    const first = await there.client.run(map, numbered(60), { id: 'there' });
    expect(first).toMatchObject({ total: 60, succeeded: 54, failed: 6, content: 'from Ben' });
    const failed = await all(there.client.handle('there').items({ state: 'failed', limit: 2 }));
    expect(failed.map(({ index, input }) => [index, input])).toEqual([
      [7, 'line 7'],
      [17, 'line 17'],
    ]);
    there.cast({ Ann: 'mended' });
    const second = await (await there.client.resumeFailed('there')).result();
    expect(second).toMatchObject({ success: true, succeeded: 60, failed: 0 });
    expect(there.askedBy('Ann')).toHaveLength(6);
  });
});

const agentMap = () => new MapItems(agent);
