import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Text } from '../../src/core/content.ts';
import { Failure, failure } from '../../src/core/failures.ts';
import type { ParallelResult } from '../../src/core/kinds/parallel/types.ts';
import type { PipelineResult } from '../../src/core/kinds/pipeline/types.ts';
import type { StepResult, Step } from '../../src/core/kinds/step.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { type AskedCall, memoryWorld, type Script } from '../support/memory-host.ts';

const agent = (name: string, more: object = {}) => ({
  kind: 'agent' as const,
  name,
  provider: 'scripted',
  ...more,
});
const agents = (names: string[]) => names.map((name) => agent(name));

/** Every kind with agents of these names in it, so that one suite holds for all of them. */
const kinds: Record<Step['kind'], (names: string[], more?: object) => Step> = {
  agent: ([name = 'A']) => parseStep(agent(name)),
  parallel: (names, more) => parseStep({ kind: 'parallel', agents: agents(names), ...more }),
  pipeline: (names, more) => parseStep({ kind: 'pipeline', steps: agents(names), ...more }),
  supervisor: (names, more) => {
    const workers = Object.fromEntries(names.map((name) => [name, agent(name)]));
    return parseStep({ kind: 'supervisor', workers, maxIterations: 1, ...more });
  },
  debate: (names, more) =>
    parseStep({ kind: 'debate', agents: agents(names), parallelResponses: true, ...more }),
};

/** What makes a kind run its agents one at a time, where it has such a thing. */
const oneAtATime: Partial<Record<Step['kind'], object>> = {
  parallel: { concurrency: 1 },
  supervisor: { maxWorkersPerStep: 1 },
};

/** Plans, reviews and votes that change nothing, so that a script is only about what agents say. */
function played(names: string[], script: Script): Script {
  const answer = { answer: true, reason: 'so' };
  const tasks = names.map((name) => ({
    ...{ id: `t-${name}`, workerName: name, task: `work, ${name}` },
    ...{ context: '', priority: 1, dependsOn: [] },
  }));
  const missing = { answer: '', reason: '' };
  const forms: Record<string, object> = {
    Plan: { reasoning: 'so', tasks },
    Review: { satisfied: answer, progress: answer, inLoop: { ...answer, answer: false }, missing },
    Positions: { options: [{ position: 'yes' }] },
    Vote: { option: 'A', confidence: 1, changed: false, why: 'so' },
  };
  return (asked) => {
    const title = asked.call.settings.output?.['title'];
    const form = typeof title === 'string' ? forms[title] : undefined;
    return form === undefined ? script(asked) : { content: JSON.stringify(form) };
  };
}

/** What the agents of a result have said, in the order they were given. */
function said(result: StepResult): (Text | null | undefined)[] {
  switch (result.kind) {
    case 'agent':
      return [result.content];
    case 'parallel':
      return result.results.map(({ content }) => content);
    case 'pipeline':
      return result.steps.map(({ content }) => content);
    case 'supervisor':
      return (result.plan?.tasks ?? []).map(
        ({ id }) => result.workerResults.find(({ taskId }) => taskId === id)?.content,
      );
    case 'debate':
      return result.messages.filter(({ round }) => round === 0).map(({ content }) => content);
  }
}

describe.each(Object.entries(kinds))('%s, like every kind,', (kind, make) => {
  const names = kind === 'agent' ? ['A'] : ['A', 'B', 'C'];
  const worldOf = (script: Script) => memoryWorld(played(names, script));
  /** The calls in which the agents themselves say something. */
  const own = (calls: AskedCall[]) =>
    calls.filter(
      ({ agentName, call }) => names.includes(agentName) && call.settings.output === null,
    );

  it('keeps the order given, whichever finishes first', async () => {
    const world = worldOf(async ({ agentName }) => {
      await sleep(agentName === 'A' ? 30 : 1);
      return { content: `from ${agentName}` };
    });
    const result = await world.run(make(names));
    expect(said(result)).toEqual(names.map((name) => `from ${name}`));
    expect(result).toMatchObject({ kind, success: true, error: null });
  });

  it('makes each model call once, and counts it once in usage and cost', async () => {
    const world = worldOf(() => ({}));
    const result = await world.run(make(names));
    const keys = world.calls.map(({ call }) => JSON.stringify(call.key));
    expect(new Set(keys).size).toBe(world.calls.length);
    expect(own(world.calls)).toHaveLength(names.length);
    const { length } = world.calls;
    expect(result.usage).toMatchObject({ calls: length, inputTokens: 10 * length });
    expect(result.totalCost).toBeCloseTo(0.01 * length);
  });

  it('says that the cost is unknown, and why, when one price is', async () => {
    const world = worldOf(({ agentName }) =>
      agentName === 'A' ? { cost: null, model: 'new-1' } : {},
    );
    const result = await world.run(make(names));
    expect(result).toMatchObject({ totalCost: null, unpriced: ['new-1'] });
  });

  it('asks again with the reason when a reply can not be used', async () => {
    const bad = { problem: { kind: 'schema', reason: 'price: must be number' } } as const;
    const world = worldOf(({ agentName, call }) =>
      agentName === 'A' && call.key.number === 1 ? bad : {},
    );
    const result = await world.run(make(names));
    expect(result.success).toBe(true);
    const [first, second] = own(world.calls).filter(({ agentName }) => agentName === 'A');
    expect(first?.prompt).not.toContain('price: must be number');
    expect(second?.prompt).toContain('price: must be number');
    expect(own(world.calls)).toHaveLength(names.length + 1);
  });

  it('gives up on unusable replies after three, and counts what they cost', async () => {
    const bad = { problem: { kind: 'empty', reason: 'it was empty' } } as const;
    const world = worldOf(({ agentName }) => (agentName === 'A' ? bad : {}));
    const result = await world.run(make(names));
    expect(own(world.calls).filter(({ agentName }) => agentName === 'A')).toHaveLength(3);
    expect(said(result)).not.toContain('A says so');
    expect(JSON.stringify(result).includes('no usable reply in 3 tries')).toBe(kind !== 'debate');
    expect(result.totalCost).toBeCloseTo(0.01 * world.calls.length);
  });

  it('ends with the failure of the model, naming the agent', async () => {
    const world = worldOf(({ agentName }) => {
      throw failure(Failure.modelRejected, `agent '${agentName}': wrong key`);
    });
    const result = await world.run(make(names));
    expect(result).toMatchObject({ success: false, content: null });
    expect(result.error?.message).toContain("agent 'A': wrong key");
  });

  it('can stand in a pattern in a pattern, and its cost is summed over all of them', async () => {
    const world = worldOf(() => ({}));
    const inner = { ...make(names), name: 'inner' };
    const middle = { kind: 'parallel', name: 'middle', agents: [inner, agent('beside')] };
    const result = await world.run(parseStep({ kind: 'pipeline', steps: [middle, agent('last')] }));
    expect(result.success).toBe(true);
    expect(result.usage.calls).toBe(world.calls.length);
    expect(result.totalCost).toBeCloseTo(0.01 * world.calls.length);
  });

  it('keeps what there is when the time of a step around it is up', async () => {
    const world = worldOf(async ({ agentName, signal }) => {
      if (agentName === names.at(-1)) {
        await sleep(60_000, undefined, { signal }).catch(() => undefined);
      }
      return { content: `from ${agentName}` };
    });
    const spec = { kind: 'pipeline', stepTimeout: '150ms', steps: [make(names)] };
    const started = Date.now();
    const result = (await world.run(parseStep(spec))) as PipelineResult;
    expect(Date.now() - started).toBeLessThan(2_000);
    const [step] = result.steps;
    for (const name of names.slice(0, -1))
      expect(said(step as StepResult)).toContain(`from ${name}`);
    expect(JSON.stringify(result)).toContain(Failure.stepTimedOut);
    expect(result.usage.calls).toBe(world.calls.length - 1);
  });

  it('is cancelled as a whole: what runs is stopped, and nothing more is started', async () => {
    const cancel = new AbortController();
    const world = worldOf(async ({ signal }) => {
      cancel.abort();
      await sleep(5_000, undefined, { signal }).catch(() => undefined);
      return {};
    });
    const result = await world.run(
      make(names, oneAtATime[kind as Step['kind']]),
      'go',
      cancel.signal,
    );
    expect(own(world.calls)).toHaveLength(1);
    expect(world.calls.at(-1)).toBe(own(world.calls)[0]);
    expect(result).toMatchObject({ success: false, error: { type: Failure.runCancelled } });
  });
});

describe('a timeout', () => {
  const slowB: Script = async ({ agentName, signal }) => {
    if (agentName === 'B') await sleep(60_000, undefined, { signal }).catch(() => undefined);
    return { content: `from ${agentName}` };
  };

  it('of a parallel keeps the siblings that finished and marks the late one', async () => {
    const spec = kinds.parallel(['A', 'B', 'C'], { timeout: '50ms' });
    const result = (await memoryWorld(slowB).run(spec)) as ParallelResult;
    expect(result.success).toBe(true);
    expect(result.allSuccess).toBe(false);
    expect(result.results.map(({ success }) => success)).toEqual([true, false, true]);
    expect(result.results[1]?.error).toMatchObject({ type: Failure.stepTimedOut, agentName: 'B' });
    expect(result.content).toMatch(/from A[^]*from C/);
  });

  it('of a step keeps the steps before it', async () => {
    const spec = kinds.pipeline(['A', 'B', 'C'], { stepTimeout: '50ms' });
    const result = (await memoryWorld(slowB).run(spec)) as PipelineResult;
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
