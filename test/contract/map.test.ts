import { describe, expect, it } from 'vitest';
import { Failure, failure } from '../../src/core/failures.ts';
import type { MapResult } from '../../src/core/kinds/map/types.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { memoryWorld, type Script, type WorldOptions } from '../support/memory-host.ts';

const agent = (name: string, more = {}) =>
  ({ kind: 'agent', name, provider: 'scripted', ...more }) as const;

/** Says its input in capitals; refuses what begins with `bad`. */
const loud: Script = ({ prompt, agentName }) => {
  if (prompt.startsWith('bad'))
    throw failure(Failure.modelRejected, `Agent '${agentName}' was refused: ${prompt}`);
  return { content: prompt.toUpperCase() };
};

function worldOf(script: Script = loud, options: WorldOptions = {}) {
  const world = memoryWorld(script, options);
  const run = async (spec: object, input: string) => {
    const step = parseStep({ kind: 'map', step: agent('A'), ...spec });
    return (await world.run(step, input)) as MapResult;
  };
  const items = async (id = 'run') => {
    const list = (await world.lists.ofStep(id)) ?? '';
    return await world.lists.read(list, { after: 0, state: null, limit: 100_000 });
  };
  const states = async (id?: string) => (await items(id)).map(({ state }) => state);
  return { ...world, run, items, states };
}

const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) => `line ${index + 1}`).join('\n');

describe('a map', () => {
  it('does its step for each line that is not blank, and has the answers in order', async () => {
    const { run, read, calls } = worldOf();
    const result = await run({}, 'one\n\n  \r\ntwo\n');
    expect(calls.map(({ prompt }) => prompt)).toEqual(['one', 'two']);
    expect(result).toMatchObject({ success: true, total: 2, succeeded: 2, failed: 0, items: [] });
    expect(read(result.content ?? '')).toMatch(/agent="item 1">\nONE\n[^]*agent="item 2">\nTWO\n/);
  });

  it('gives what is no text in a JSON list as JSON', async () => {
    const { run, calls } = worldOf();
    await run({ over: 'json', concurrency: 1 }, '["a\\nb", {"n": 1}, 7]');
    expect(calls.map(({ prompt }) => prompt)).toEqual(['a\nb', '{"n":1}', '7']);
  });

  it.each([
    ['{"a": 1}', 'not a list'],
    ['[1, 2', 'not valid JSON'],
  ])('refuses %s, and says what a list is', async (input, problem) => {
    const { run, calls } = worldOf();
    const { error } = await run({ over: 'json' }, input);
    expect(error).toMatchObject({ type: Failure.inputInvalid });
    expect(error?.message).toContain(problem);
    expect(calls).toEqual([]);
  });

  it('takes its list from a step, also as the one list in an object', async () => {
    const { run, calls } = worldOf(({ agentName, prompt }) => ({
      content: agentName === 'Lister' ? '{"items": ["x", "y"]}' : prompt,
    }));
    const result = await run({ over: agent('Lister') }, 'make a list');
    expect(calls.map(({ prompt }) => prompt)).toEqual(['make a list', 'x', 'y']);
    expect(result.usage.calls).toBe(3);
  });

  it('takes its list from a registered function', async () => {
    const { run, calls } = worldOf(loud, { functions: { words: (text) => text.split(' ') } });
    await run({ over: { function: 'words' } }, 'to be');
    expect(calls.map(({ prompt }) => prompt)).toEqual(['to', 'be']);
  });

  it('refuses a longer list than it may have, before a call is made', async () => {
    const { run, calls } = worldOf();
    const { error } = await run({ maxItems: 2 }, numbered(3));
    expect(error?.message).toMatch(/3 items.*maxItems is 2.*raise/);
    expect(calls).toEqual([]);
  });

  it('has nothing to do for an empty list, and succeeds', async () => {
    const { run, calls } = worldOf();
    const result = await run({ over: 'json', reduce: agent('R') }, '[]');
    expect(result).toMatchObject({ success: true, content: '', total: 0 });
    expect(calls).toEqual([]);
  });

  it('keeps failures apart, and goes on', async () => {
    const { run, items } = worldOf();
    const result = await run({}, 'good\nbad\nfine');
    expect(result).toMatchObject({ success: true, succeeded: 2, failed: 1, total: 3 });
    expect(result.totalCost).toBeCloseTo(0.02);
    const [, second, third] = await items();
    expect(second).toMatchObject({ state: 'failed', content: null });
    expect(second?.error).toMatchObject({ type: Failure.modelRejected, agentName: 'A' });
    expect(third).toMatchObject({ state: 'succeeded', content: 'FINE', cost: 0.01 });
  });

  it('fails when all of its items have', async () => {
    const { run } = worldOf();
    const { error } = await run({ name: 'M' }, 'bad 1\nbad 2');
    expect(error).toMatchObject({ type: Failure.itemsFailed, details: { total: 2, failed: 2 } });
    expect(error?.message).toMatch(/all 2 items of 'M' failed; item 1: .*bad 1/);
  });

  it('ends with the first failure where it is to stop, and leaves the others untried', async () => {
    const { run, calls, states } = worldOf();
    const result = await run({ onError: 'stop', concurrency: 1 }, 'good\nbad\nfine\nfine');
    expect(result.error).toMatchObject({ type: Failure.itemsFailed });
    expect(result.error?.message).toContain('item 2');
    expect(result).toMatchObject({ succeeded: 1, failed: 1, total: 4 });
    expect(await states()).toEqual(['succeeded', 'failed', 'pending', 'pending']);
    expect(calls).toHaveLength(2);
  });

  it('does not retry or count as failed what its timeout cut off', async () => {
    const silent = new Promise<never>(() => undefined);
    const { run, states } = worldOf(({ prompt }) =>
      prompt === 'late' ? silent : { content: 'x' },
    );
    const result = await run({ concurrency: 1, timeout: '300ms' }, 'soon\nlate\nnever');
    expect(result.error).toMatchObject({ type: Failure.stepTimedOut });
    expect(result).toMatchObject({ succeeded: 1, failed: 0, total: 3 });
    expect(await states()).toEqual(['succeeded', 'pending', 'pending']);
  });

  it('never has more under way than it may, over all of its child runs', async () => {
    let [now, most] = [0, 0];
    const { run, children } = worldOf(async () => {
      most = Math.max(most, (now += 1));
      await new Promise((resolve) => setTimeout(resolve, 1));
      now -= 1;
      return {};
    });
    const result = await run({ concurrency: 25 }, numbered(400));
    expect(children).toHaveLength(3);
    expect(most).toBe(25);
    expect(result).toMatchObject({ succeeded: 400, usage: { calls: 400 } });
  });

  it('hands on references: what passes through it does not grow with the length of its items', async () => {
    const { run, calls } = worldOf(() => ({ content: 'short' }));
    const items = Array.from({ length: 5 }, () => 'x'.repeat(5_000)).join('\n');
    await run({}, items);
    for (const { call } of calls) expect(JSON.stringify(call).length).toBeLessThan(1_500);
  });

  it('goes on where it stood, and makes no call again', async () => {
    const { run, calls } = worldOf(loud, { restarts: true });
    const result = await run({ reduce: agent('R') }, numbered(300));
    expect(result).toMatchObject({ success: true, succeeded: 300 });
    expect(new Set(calls.map(({ call }) => JSON.stringify(call.key))).size).toBe(calls.length);
  });
});

describe('the reduce of a map', () => {
  const long = 'word '.repeat(4_000);
  const script: Script = ({ agentName, prompt }) => ({
    content: agentName === 'R' ? `[${[...prompt.matchAll(/agent="/g)].length}]` : long,
  });

  it('makes one text of what succeeded', async () => {
    const { run, calls } = worldOf();
    const result = await run({ reduce: agent('R') }, 'good\nbad\nfine');
    expect(result.reduced).toBe(result.content);
    expect(calls.at(-1)?.prompt).toMatch(/item 1">\nGOOD\n[^]*item 3">\nFINE\n/);
    expect(calls.at(-1)?.prompt).not.toContain('item 2');
  });

  it('gets at a time what fits, and then what came of that', async () => {
    const { run, calls } = worldOf(script);
    const result = await run({ reduce: agent('R') }, numbered(7));
    const reduces = calls.filter(({ agentName }) => agentName === 'R');
    expect(reduces.map(({ call }) => call.key.step)).toEqual([
      'reduce-1-1',
      'reduce-1-2',
      'reduce-1-3',
      'reduce',
    ]);
    expect(result.reduced).toBe('[3]');
    expect(result.usage.calls).toBe(11);
  });

  it('comes to an end also where it makes nothing shorter', async () => {
    const { run, calls } = worldOf(() => ({ content: 'word '.repeat(15_000) }));
    const result = await run({ reduce: agent('R') }, numbered(4));
    expect(result.success).toBe(true);
    expect(calls.filter(({ agentName }) => agentName === 'R')).toHaveLength(4 + 2 + 1);
  });

  it('fails the map when it fails, and keeps the items', async () => {
    const { run, states } = worldOf(({ agentName, prompt }) => {
      if (agentName === 'R') throw failure(Failure.modelRejected, 'refused');
      return { content: prompt };
    });
    const result = await run({ reduce: agent('R') }, 'one\ntwo');
    expect(result).toMatchObject({ success: false, succeeded: 2, reduced: null });
    expect(await states()).toEqual(['succeeded', 'succeeded']);
  });
});

describe('a map that is run again for what failed', () => {
  it('keeps what succeeded, and does the rest', async () => {
    const { run, calls, lists, read } = worldOf(({ prompt }) => ({ content: `again ${prompt}` }), {
      again: 'earlier',
    });
    const owner = { list: 'L', step: 'earlier', run: 'earlier' };
    await lists.put(owner, ['good', 'bad', 'never tried']);
    const refused = { type: Failure.modelRejected, message: 'refused', retryable: false };
    await lists.settle('L', [
      { index: 1, content: 'GOOD', error: null, cost: 1 },
      { index: 2, content: null, error: refused, cost: 1 },
    ]);
    const result = await run({ over: agent('Lister') }, 'the input of old');
    expect(calls.map(({ prompt }) => prompt)).toEqual(['bad', 'never tried']);
    expect(result).toMatchObject({ success: true, total: 3, succeeded: 3, failed: 0 });
    expect(read(result.content ?? '')).toMatch(/GOOD[^]*again bad[^]*again never tried/);
    expect(result.totalCost).toBeCloseTo(0.02);
  });

  it('begins anew where the earlier one had no list yet', async () => {
    const { run, calls } = worldOf(loud, { again: 'earlier' });
    await run({}, 'one');
    expect(calls).toHaveLength(1);
  });
});
