import { describe, expect, it } from 'vitest';
import { Failure, failure } from '../../src/core/failures.ts';
import type { AgentResult } from '../../src/core/kinds/agent/types.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import type { OpenedThread } from '../../src/core/thread-window.ts';
import { memoryWorld, type Script } from '../support/memory-host.ts';

const window = { name: 'talk', from: 11, upTo: 14, omitted: 10, summarised: 0, summary: null };
const twoParts: OpenedThread = {
  window: { ...window, summarised: 2, summary: 'notes of 2' },
  work: {
    previous: 'notes of 2',
    parts: [
      { text: 'three to six', upTo: 6 },
      { text: 'seven to ten', upTo: 10 },
    ],
  },
};

const spec = parseStep({
  kind: 'agent',
  name: 'Ann',
  provider: 'scripted',
  thread: 'talk',
  threadTokens: 1_000,
  maxOutputTokens: 50,
  output: { type: 'object' },
});

const worldOf = (script: Script, opened: OpenedThread) =>
  memoryWorld(script, { thread: () => opened });

describe('an agent on a thread', () => {
  it('sees the same window in all of its calls, and its result says how much that is', async () => {
    const bad = { problem: { kind: 'empty', reason: 'it was empty' } } as const;
    const script: Script = ({ call }) => (call.key.number < 3 ? bad : {});
    const world = worldOf(script, { window, work: null });
    const result = (await world.run(spec)) as AgentResult;
    expect(world.calls.map(({ call }) => call.thread)).toEqual([window, window, window]);
    expect(result).toMatchObject({
      turns: 3,
      thread: { name: 'talk', messages: 4, omitted: 10, summarised: 0 },
    });
  });

  it('has no thread in its result when it has none', async () => {
    const world = worldOf(() => ({}), { window, work: null });
    const result = await world.run(parseStep({ kind: 'agent', name: 'Ann', provider: 'scripted' }));
    expect(result).toMatchObject({ thread: null });
    expect(world.calls[0]?.call.thread).toBeNull();
  });

  it('fails when its thread can not be read, before anything is paid for', async () => {
    const world = memoryWorld(() => ({}), {
      thread: () => {
        throw failure(Failure.messageMissing, 'no message');
      },
    });
    const result = await world.run(spec);
    expect(result).toMatchObject({ success: false, error: { type: Failure.messageMissing } });
    expect(world.calls).toHaveLength(0);
  });
});

describe('the summary of a thread', () => {
  it('is made part by part by the same model, and its cost counts for the agent', async () => {
    const world = worldOf(
      ({ call }) => (call.thread === null ? { content: `notes ${call.key.number}` } : {}),
      twoParts,
    );
    const result = (await world.run(spec)) as AgentResult;
    const [first, second, own] = world.calls;
    expect(first?.call).toMatchObject({
      key: { step: 'thread-summary', number: 1 },
      agentName: 'Note-taker',
      settings: { output: null, maxOutputTokens: 4096 },
      thread: null,
    });
    expect(first?.prompt).toContain('<notes>\nnotes of 2\n</notes>');
    expect(first?.prompt).toContain('three to six');
    expect(second?.prompt).toContain('<notes>\nnotes 1\n</notes>');
    expect(second?.prompt).toContain('seven to ten');
    expect(own?.call.thread).toEqual({ ...window, summarised: 10, summary: 'notes 2' });
    expect(result).toMatchObject({ turns: 1, usage: { calls: 3 }, thread: { summarised: 10 } });
    expect(result.totalCost).toBeCloseTo(0.03);
    expect(result.cost).toBeCloseTo(0.03);
  });

  it.each<[string, Script]>([
    [
      'the provider fails',
      () => {
        throw failure(Failure.modelRejected, 'no');
      },
    ],
    ['the reply is cut', () => ({ problem: { kind: 'cut', reason: 'too long' } })],
  ])('stands for less when %s, and the agent answers all the same', async (_, fail) => {
    const script: Script = (asked) =>
      asked.call.thread === null && asked.call.key.number === 2 ? fail(asked) : {};
    const world = worldOf(script, twoParts);
    const result = (await world.run(spec)) as AgentResult;
    expect(result).toMatchObject({ success: true, thread: { omitted: 10, summarised: 6 } });
    expect(world.calls.at(-1)?.call.thread?.summary).toBe('Note-taker says so');
  });

  it('takes half of the time at most', async () => {
    const script: Script = ({ call }) =>
      call.thread === null ? new Promise(() => undefined) : { content: 'in time' };
    const world = worldOf(script, twoParts);
    const result = await world.run({ ...spec, timeout: '400ms' } as typeof spec);
    expect(result).toMatchObject({ success: true, content: 'in time', thread: { summarised: 2 } });
    expect(result.totalDurationMs).toBeLessThan(400);
  });

  it('of an agent in a pattern is a step below the agent', async () => {
    const world = worldOf(() => ({}), twoParts);
    await world.run(parseStep({ kind: 'parallel', agents: [spec] }));
    expect(world.calls.map(({ call }) => call.key.step)).toEqual([
      'Ann/thread-summary',
      'Ann/thread-summary',
      'Ann',
    ]);
  });
});
