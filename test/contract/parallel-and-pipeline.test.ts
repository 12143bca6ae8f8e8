import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Failure, failure } from '../../src/core/failures.ts';
import type { ParallelResult } from '../../src/core/kinds/parallel/types.ts';
import type { PipelineResult } from '../../src/core/kinds/pipeline/types.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { memoryWorld } from '../support/memory-host.ts';

const agent = (name: string, more: object = {}) => ({
  kind: 'agent' as const,
  name,
  provider: 'scripted',
  ...more,
});
const parallel = (names: string[], more: object = {}) =>
  parseStep({ kind: 'parallel', agents: names.map((name) => agent(name)), ...more });

describe('a parallel', () => {
  it('gives each agent its own input where there is one', async () => {
    const world = memoryWorld(() => ({}));
    const spec = parseStep({
      kind: 'parallel',
      agents: [agent('A'), agent('B')],
      inputs: { B: 'only for B' },
    });
    await world.run(spec, 'for all');
    expect(world.calls.map(({ prompt }) => prompt)).toEqual(['for all', 'only for B']);
  });

  it('with failFast cancels the siblings of the first failure', async () => {
    let cancelled = false;
    const world = memoryWorld(async ({ agentName, signal }) => {
      if (agentName === 'A') throw failure(Failure.modelRejected, 'no');
      await sleep(60_000, undefined, { signal }).catch(() => (cancelled = true));
      return {};
    });
    const spec = parallel(['A', 'B', 'C'], { failFast: true, concurrency: 2 });
    const result = (await world.run(spec)) as ParallelResult;
    expect(cancelled).toBe(true);
    expect(world.calls).toHaveLength(2);
    expect(result.results.map(({ error }) => error?.type)).toEqual([
      Failure.modelRejected,
      Failure.runCancelled,
      Failure.runCancelled,
    ]);
    expect(result.results[2]?.error?.message).toContain("'A' failed");
  });

  it('below its quorum fails with every reason, and keeps the results', async () => {
    const world = memoryWorld(({ agentName }) => {
      if (agentName !== 'A') throw failure(Failure.modelRejected, `${agentName} is broken`);
      return {};
    });
    const spec = parallel(['A', 'B', 'C'], { quorum: 2 });
    const result = (await world.run(spec)) as ParallelResult;
    expect(result.error?.type).toBe(Failure.tooFewSucceeded);
    expect(result.error?.message).toMatch(/1 of 3.*2 needed.*B is broken.*C is broken/);
    expect(result.results[0]?.success).toBe(true);
  });

  it('runs no more at once than its concurrency', async () => {
    let now = 0;
    let most = 0;
    const world = memoryWorld(async () => {
      most = Math.max(most, ++now);
      await sleep(5);
      now -= 1;
      return {};
    });
    await world.run(parallel(['A', 'B', 'C', 'D', 'E'], { concurrency: 2 }));
    expect(most).toBe(2);
  });
});

describe('a pipeline', () => {
  const pipeline = (steps: unknown[], more: object = {}) =>
    parseStep({ kind: 'pipeline', steps, ...more });

  it('puts the text through a template, a registered function and a step', async () => {
    const world = memoryWorld(({ agentName }) => ({ content: `<${agentName}>` }), {
      functions: { shout: (text) => text.toUpperCase() },
    });
    const spec = pipeline([
      agent('A'),
      { step: agent('B'), transform: 'Improve:\n{input}' },
      { step: agent('C'), transform: 'shout' },
      { step: agent('D'), transform: agent('Summary') },
    ]);
    const result = (await world.run(spec)) as PipelineResult;
    expect(result.steps.map(({ input }) => input)).toEqual([
      'the question',
      'Improve:\n<A>',
      '<B>'.toUpperCase(),
      '<Summary>',
    ]);
    expect(result.usage.calls).toBe(5);
    expect(result.totalCost).toBeCloseTo(0.05);
  });

  it('goes on with the last text there was when it does not stop on an error', async () => {
    const world = memoryWorld(({ agentName }) => {
      if (agentName === 'B') throw failure(Failure.modelUnavailable, 'down');
      return { content: `from ${agentName}` };
    });
    const spec = pipeline([agent('A'), agent('B'), agent('C')], { stopOnError: false });
    const result = (await world.run(spec)) as PipelineResult;
    expect(result).toMatchObject({ success: true, content: 'from C' });
    expect(result.steps[2]?.input).toBe('from A');
    expect(result.steps[1]?.error?.type).toBe(Failure.modelUnavailable);
  });

  it('stops on an error by default, and says which step', async () => {
    const world = memoryWorld(({ agentName }) => {
      if (agentName === 'B') throw failure(Failure.modelUnavailable, 'down');
      return {};
    });
    const result = (await world.run(
      pipeline([agent('A'), agent('B'), agent('C')]),
    )) as PipelineResult;
    expect(result).toMatchObject({
      success: false,
      error: { type: Failure.modelUnavailable, agentName: 'B' },
    });
    expect(result.steps).toHaveLength(2);
    expect(world.calls).toHaveLength(2);
  });
});

describe('what a run says', () => {
  it('is in no activity input twice, however it is put together', async () => {
    const world = memoryWorld(({ agentName }) => ({ content: `${agentName} ${'x'.repeat(900)}` }));
    const names = Array.from({ length: 20 }, (_, index) => `A${index}`);
    const many = { kind: 'parallel', agents: names.map((name) => agent(name)) };
    const template = `${'long '.repeat(400)}{input}`;
    const steps = [many, agent('B'), { step: agent('C'), transform: template }];
    const result = await world.run(parseStep({ kind: 'pipeline', steps }));
    expect(result.success).toBe(true);
    for (const { call } of world.calls) expect(JSON.stringify(call).length).toBeLessThan(2_500);
    expect(world.calls.at(-2)?.prompt).toContain('A19 xxx');
    expect(world.calls.at(-1)?.prompt).toContain('long long');
  });

  it('of a long own input or long instructions is stored once and read where it is needed', async () => {
    const world = memoryWorld(({ call }) =>
      call.key.number === 1 ? { problem: { kind: 'empty', reason: 'empty' } } : {},
    );
    const instructions = 'Mind this. '.repeat(300);
    const agents = [{ ...agent('A'), instructions }, agent('B')];
    const inputs = { B: 'own '.repeat(600) };
    await world.run(parseStep({ kind: 'parallel', agents, inputs }));
    for (const { call } of world.calls) expect(JSON.stringify(call).length).toBeLessThan(1_500);
    expect(world.calls.filter(({ system }) => system.includes(instructions))).toHaveLength(2);
    expect(world.stored).toHaveLength(2);
  });

  it('goes by own inputs only, whatever an agent is called', async () => {
    const world = memoryWorld(() => ({}));
    await world.run(parallel(['toString', 'constructor', '__proto__']));
    expect(world.calls.map(({ prompt }) => prompt)).toEqual(Array(3).fill('the question'));
  });
});

describe('an outage', () => {
  it('takes no time from the calls that it has interrupted', async () => {
    let away = false;
    const world = memoryWorld(({ agentName }) => {
      if (agentName !== 'B' || away) return {};
      away = true; // a crash has ended one attempt, and the next one had too little time
      throw failure(Failure.modelTimedOut, 'late', {
        details: { status: null, attempts: 1, lost: 1 },
      });
    });
    const spec = parseStep({
      kind: 'pipeline',
      steps: [agent('A'), agent('B')],
      stepTimeout: '20s',
    });
    const result = await world.run(spec);
    expect(result.success).toBe(true);
    const keys = world.calls.filter((call) => call.agentName === 'B').map(({ call }) => call.key);
    expect(keys).toHaveLength(2);
    expect(keys[0]).toEqual(keys[1]);
  });

  it('that goes on and on ends in a timeout all the same', async () => {
    const world = memoryWorld(() => {
      throw failure(Failure.modelTimedOut, 'late', {
        details: { status: null, attempts: 1, lost: 1 },
      });
    });
    const result = await world.run(parseStep(agent('A')));
    expect(result.error?.type).toBe(Failure.modelTimedOut);
    expect(world.calls).toHaveLength(6);
  });
});
