import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Failure, failure } from '../../src/core/failures.ts';
import type { ParallelResult, PipelineResult, StepResult } from '../../src/core/results.ts';
import { parseStep, type Step } from '../../src/core/specs/step.ts';
import { memoryWorld, type Script } from '../support/memory-host.ts';

const agent = (name: string, more: object = {}) => ({
  kind: 'agent' as const,
  name,
  provider: 'scripted',
  ...more,
});

/** Every kind with agents of these names in it, so that one suite holds for all of them. */
const kinds: Record<string, (names: string[], more?: object) => Step> = {
  agent: ([name = 'A']) => parseStep(agent(name)),
  parallel: (names, more) =>
    parseStep({ kind: 'parallel', agents: names.map((name) => agent(name)), ...more }),
  pipeline: (names, more) =>
    parseStep({ kind: 'pipeline', steps: names.map((name) => agent(name)), ...more }),
};

function partsOf(result: StepResult): StepResult[] {
  if (result.kind === 'parallel') return result.results;
  return result.kind === 'pipeline' ? result.steps : [result];
}

describe.each(Object.entries(kinds))('%s, like every kind,', (kind, make) => {
  const names = kind === 'agent' ? ['A'] : ['A', 'B', 'C'];

  it('keeps the order given, whichever finishes first', async () => {
    const world = memoryWorld(async ({ agentName }) => {
      await sleep(agentName === 'A' ? 30 : 1);
      return { content: `from ${agentName}` };
    });
    const result = await world.run(make(names));
    expect(partsOf(result).map((part) => part.content)).toEqual(
      names.map((name) => `from ${name}`),
    );
    expect(result).toMatchObject({ kind, success: true, error: null });
  });

  it('counts each model call once in usage and cost', async () => {
    const world = memoryWorld(() => ({}));
    const result = await world.run(make(names));
    expect(world.calls).toHaveLength(names.length);
    expect(result.usage).toMatchObject({ calls: names.length, inputTokens: 10 * names.length });
    expect(result.totalCost).toBeCloseTo(0.01 * names.length);
  });

  it('says that the cost is unknown, and why, when one price is', async () => {
    const world = memoryWorld(({ agentName }) =>
      agentName === 'A' ? { cost: null, model: 'new-1' } : {},
    );
    const result = await world.run(make(names));
    expect(result).toMatchObject({ totalCost: null, unpriced: ['new-1'] });
  });

  it('asks again with the reason when a reply can not be used', async () => {
    const bad = { problem: { kind: 'schema', reason: 'price: must be number' } } as const;
    const world = memoryWorld(({ agentName, call }) =>
      agentName === 'A' && call.key.number === 1 ? bad : {},
    );
    const result = await world.run(make(names));
    expect(result.success).toBe(true);
    expect(world.calls.filter((call) => call.agentName === 'A').at(-1)?.prompt).toContain(
      'price: must be number',
    );
    expect(result.usage.calls).toBe(names.length + 1);
  });

  it('gives up on unusable replies after three, and counts what they cost', async () => {
    const world = memoryWorld(() => ({ problem: { kind: 'empty', reason: 'it was empty' } }));
    const result = await world.run(make(['A']));
    expect(world.calls).toHaveLength(3);
    expect(result.success).toBe(false);
    expect(partsOf(result)[0]?.error?.type).toBe(Failure.replyUnusable);
    expect(result.totalCost).toBeCloseTo(0.03);
  });

  it('ends with the failure of the model, naming the agent', async () => {
    const world = memoryWorld(() => {
      throw failure(Failure.modelRejected, "agent 'A': wrong key");
    });
    const result = await world.run(make(['A']));
    expect(result).toMatchObject({ success: false, content: null });
    expect(partsOf(result)[0]?.error).toMatchObject({
      type: Failure.modelRejected,
      agentName: 'A',
    });
    expect(result.error?.message).toContain('wrong key');
  });

  it('can stand in a pattern in a pattern, and its cost is summed over all of them', async () => {
    const world = memoryWorld(() => ({}));
    const inner = { ...make(names), name: 'inner' };
    const middle = { kind: 'parallel', name: 'middle', agents: [inner, agent('beside')] };
    const result = await world.run(parseStep({ kind: 'pipeline', steps: [middle, agent('last')] }));
    expect(result.success).toBe(true);
    expect(result.usage.calls).toBe(names.length + 2);
    expect(result.totalCost).toBeCloseTo(0.01 * (names.length + 2));
  });

  it('is cancelled as a whole: what runs is stopped, and nothing more is started', async () => {
    const cancel = new AbortController();
    const world = memoryWorld(async ({ signal }) => {
      cancel.abort();
      await sleep(5_000, undefined, { signal }).catch(() => undefined);
      return {};
    });
    const result = await world.run(
      make(names, kind === 'parallel' ? { concurrency: 1 } : {}),
      'go',
      cancel.signal,
    );
    expect(world.calls).toHaveLength(1);
    expect(result).toMatchObject({ success: false, error: { type: Failure.runCancelled } });
  });
});

describe('a timeout', () => {
  const slowB: Script = async ({ agentName, signal }) => {
    if (agentName === 'B') await sleep(60_000, undefined, { signal }).catch(() => undefined);
    return { content: `from ${agentName}` };
  };

  it('of a parallel keeps the siblings that finished and marks the late one', async () => {
    const spec = kinds['parallel']?.(['A', 'B', 'C'], { timeout: '50ms' });
    const result = (await memoryWorld(slowB).run(spec as Step)) as ParallelResult;
    expect(result.success).toBe(true);
    expect(result.allSuccess).toBe(false);
    expect(result.results.map(({ success }) => success)).toEqual([true, false, true]);
    expect(result.results[1]?.error).toMatchObject({ type: Failure.stepTimedOut, agentName: 'B' });
    expect(result.content).toMatch(/from A[^]*from C/);
  });

  it('of a step keeps the steps before it', async () => {
    const spec = kinds['pipeline']?.(['A', 'B', 'C'], { stepTimeout: '50ms' });
    const result = (await memoryWorld(slowB).run(spec as Step)) as PipelineResult;
    expect(result).toMatchObject({ success: false, error: { type: Failure.stepTimedOut } });
    expect(result.steps.map(({ content }) => content)).toEqual(['from A', null]);
    expect(result.totalCost).toBeCloseTo(0.01);
  });

  it('of an agent itself is the model that timed out', async () => {
    const result = await memoryWorld(slowB).run(parseStep(agent('B', { timeout: '50ms' })));
    expect(result.error).toMatchObject({ type: Failure.modelTimedOut, agentName: 'B' });
  });

  it('reaches into a nested pattern, which keeps what it has', async () => {
    const inner = { kind: 'parallel', name: 'inner', agents: [agent('A'), agent('B')] };
    const spec = parseStep({ kind: 'pipeline', steps: [inner, agent('C')], stepTimeout: '50ms' });
    const result = (await memoryWorld(slowB).run(spec)) as PipelineResult;
    expect(result.success).toBe(true);
    const nested = result.steps[0] as unknown as ParallelResult;
    expect(nested.results[1]?.error?.type).toBe(Failure.stepTimedOut);
  });
});

describe('a long text', () => {
  it('is in a call only as a reference, and read when it is needed', async () => {
    const long = 'word '.repeat(1_000);
    const world = memoryWorld(({ agentName }) => ({ content: agentName === 'A' ? long : 'short' }));
    const steps = [agent('A'), { step: agent('B'), transform: 'Edit:\n{input}' }];
    const result = (await world.run(parseStep({ kind: 'pipeline', steps }))) as PipelineResult;
    expect(JSON.stringify(world.calls[1]?.call).length).toBeLessThan(1_500);
    expect(world.calls[1]?.prompt).toBe(`Edit:\n${long}`);
    expect(JSON.stringify(result).length).toBeLessThan(3_000);
  });
});
