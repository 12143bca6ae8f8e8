import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Failure, failure } from '../../src/core/failures.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { type AskedCall, memoryWorld } from '../support/memory-host.ts';
import {
  agent,
  type Play,
  playing,
  review,
  supervise,
  workers,
} from '../support/supervisor-play.ts';
import { typedPlan, typedTask } from '../support/typed-plan.ts';

const verifier = agent('Checker');
const good = (id: string, more: object = {}) => ({ id, ok: true, reason: 'it is right', ...more });
const bad = (id: string, more: object = {}) => ({ id, ok: false, reason: 'no sources', ...more });

const plan = typedPlan([
  typedTask('t1', 'A', 'Find it.', { outputFormat: 'A list', boundaries: 'No prices' }),
  typedTask('t2', 'B', 'Weigh it.'),
]);

/** Workers say how often they were asked. */
const counting = () => {
  const seen = new Map<string, number>();
  return ({ agentName }: AskedCall) => {
    seen.set(agentName, (seen.get(agentName) ?? 0) + 1);
    return { content: `${agentName} says ${seen.get(agentName)}` };
  };
};

const verified = async (verdicts: object[][], config: object = {}, play: Partial<Play> = {}) =>
  await supervise(
    { plans: [plan], verdicts, worker: counting(), ...play },
    { verifier, maxIterations: 1, ...config },
  );

describe('a verifier', () => {
  it('is not asked where there is none', async () => {
    const { calls, result } = await supervise({ plans: [plan] }, { maxIterations: 1 });
    expect(calls.map(({ agentName }) => agentName)).toEqual(['Planner', 'A', 'B', 'Synthesizer']);
    expect(result.workerResults.map((each) => 'verified' in each)).toEqual([false, false]);
  });

  it('sees each result of a wave with what its task demands, before the review', async () => {
    const { calls, named, result } = await verified([[good('t1'), good('t2')]], {
      maxIterations: 2,
    });
    expect(calls.map(({ agentName }) => agentName)).toEqual([
      ...['Planner', 'A', 'B', 'Checker', 'Planner', 'Synthesizer'],
    ]);
    const prompt = named('Checker')[0]?.prompt;
    expect(prompt).toContain(
      'Task: Find it. Expected output: A list Boundaries: No prices\nA says 1',
    );
    expect(prompt).toMatch(/the question[^]*Task: Weigh it\.\nB says 1/);
    expect(result.verifications).toEqual([
      { iteration: 1, taskId: 't1', attempt: 1, ok: true, reason: 'it is right' },
      { iteration: 1, taskId: 't2', attempt: 1, ok: true, reason: 'it is right' },
    ]);
    expect(result.workerResults.map((each) => each.verified)).toEqual([true, true]);
    expect(result.warnings).toEqual([]);
  });

  it('sends a result back to its worker with the reason, and judges the next one', async () => {
    const { calls, named, result } = await verified([[bad('t1'), good('t2')], [good('t1')]]);
    expect(calls.map(({ call }) => call.key.step)).toEqual([
      ...['plan-1', '1-t1-A', '1-t2-B', 'verify-1', '1.2-t1-A', 'verify-2', 'synthesis'],
    ]);
    const again = named('A')[1]?.prompt;
    expect(again).toMatch(/Objective: Find it\.[^]*A says 1[^]*sent back: no sources/);
    expect(named('Checker')[1]?.prompt).toContain('A says 2');
    expect(named('Checker')[1]?.prompt).not.toContain('B says');
    expect(result.verifications.map(({ taskId, attempt, ok }) => [taskId, attempt, ok])).toEqual([
      ['t1', 1, false],
      ['t2', 1, true],
      ['t1', 2, true],
    ]);
    const [first] = result.workerResults.filter(({ taskId }) => taskId === 't1');
    expect(first).toMatchObject({ content: 'A says 2', verified: true, id: 'run/1.2-t1-A' });
    expect(first?.cost).toBeCloseTo(0.02);
    expect(result.workerResults).toHaveLength(2);
    expect(result.usage.calls).toBe(calls.length);
    expect(named('Synthesizer')[0]?.prompt).not.toContain('A says 1');
  });

  it('lets what stays refused go on, marked as not verified, with a warning', async () => {
    const { named, result } = await verified([[bad('t1'), good('t2')], [bad('t1')]]);
    expect(named('A')).toHaveLength(2);
    expect(result).toMatchObject({
      success: true,
      warnings: [
        {
          type: 'Result.NotVerified',
          message: "the result of task t1 of 'A' was not verified: no sources",
          path: '',
        },
      ],
    });
    expect(named('Synthesizer')[0]?.prompt).toMatch(
      /task="t1" worker="A" state="done" not-verified="no sources">[^]*A says 2[^]*marked as not verified/,
    );
    expect(result.workerResults.find(({ taskId }) => taskId === 't1')?.verified).toBe(false);
  });

  it.each([
    [0, 1],
    [3, 4],
  ])('sends back %i times at most', async (verifications, times) => {
    const { named } = await verified([[bad('t1'), good('t2')], [bad('t1')]], { verifications });
    expect(named('A')).toHaveLength(times);
    expect(named('B')).toHaveLength(1);
  });

  it('names tasks as it spells them, and goes on asking until it has judged each', async () => {
    const { named, result } = await verified([
      [good('T1')],
      [good('T 1'), bad('t-2', { reason: '' })],
      [good('T1'), good('t_2'), bad('t9')],
    ]);
    expect(named('Checker')[1]?.prompt).toContain('nothing is said of t2');
    expect(named('Checker')[2]?.prompt).toContain('t2 is not ok: say what has to be mended');
    expect(result.verifications.map(({ taskId }) => taskId)).toEqual(['t1', 't2']);
  });

  it('that fails is noted, and stops nothing', async () => {
    const { result } = await verified(
      [[]],
      {},
      {
        worker: ({ agentName }) => ({ content: `${agentName} says so` }),
      },
    );
    expect(result).toMatchObject({
      ...{ success: true, verifications: [] },
      warnings: [{ type: 'Part.Failed', path: 'verify-1' }],
    });
    expect(result.workerResults.map((each) => 'verified' in each)).toEqual([false, false]);
  });

  it('leaves the earlier result where the worker fails the second time', async () => {
    let asked = 0;
    const { named, result } = await verified(
      [[bad('t1'), good('t2')]],
      {},
      {
        worker: ({ agentName }) => {
          if (agentName === 'A' && (asked += 1) > 1)
            throw failure(Failure.modelUnavailable, 'down');
          return { content: `${agentName} says it` };
        },
      },
    );
    expect(named('Checker')).toHaveLength(1);
    expect(result.workerResults.find(({ taskId }) => taskId === 't1')).toMatchObject({
      ...{ success: true, content: 'A says it', verified: false },
    });
    expect(result.warnings.map(({ type, message }) => [type, message])).toEqual([
      ['Part.Failed', "attempt 2 at task t1 of 'A' (plan 1) failed: down"],
      ['Result.NotVerified', "the result of task t1 of 'A' was not verified: no sources"],
    ]);
  });

  it('does not see what has failed', async () => {
    const { named } = await verified(
      [[good('t2')]],
      {},
      {
        worker: ({ agentName }) => {
          if (agentName === 'A') throw failure(Failure.modelUnavailable, 'down');
          return { content: 'B says it' };
        },
      },
    );
    expect(named('Checker')).toHaveLength(1);
    expect(named('Checker')[0]?.prompt).not.toContain('task="t1"');
  });

  it('tells who depends on a refused result that it was refused', async () => {
    const chain = typedPlan([
      typedTask('t1', 'A', 'x'),
      typedTask('t2', 'B', 'y', { dependsOn: ['t1'] }),
    ]);
    const { named } = await verified(
      [[bad('t1')], [good('t2')]],
      { verifications: 0 },
      { plans: [chain], reviews: [review(false)] },
    );
    expect(named('B')[0]?.prompt).toMatch(
      /A says 1[^]*Not all of them passed a check:\n- A: no so/,
    );
  });

  it('lets the planner have a refused task done anew, but not one that was accepted', async () => {
    const again = typedPlan([typedTask('t3', 'A', 'Find it.')]);
    const same = typedPlan([typedTask('t3', 'B', 'Weigh it.')]);
    const run = async (second: Record<string, unknown>) =>
      await verified(
        [[bad('t1'), good('t2')], [good('t3')]],
        { verifications: 0, maxIterations: 2 },
        { plans: [plan, second], reviews: [review(false)] },
      );
    expect((await run(again)).result).toMatchObject({ iterations: 2 });
    expect((await run(same)).result.endedBecause).toBe('repeating');
  });

  it('has a verificationTimeout, after which the work goes on', async () => {
    const play = playing({ plans: [plan] });
    const world = memoryWorld(async (asked) => {
      if (asked.agentName === 'Checker')
        await sleep(60_000, undefined, { signal: asked.signal }).catch(() => {});
      return play(asked);
    });
    const spec = { kind: 'supervisor', workers, verifier, verificationTimeout: '40ms' };
    expect(await world.run(parseStep(spec))).toMatchObject({
      ...{ success: true, verifications: [] },
      warnings: [{ type: 'Part.Failed', message: expect.stringContaining('verification 1') }],
    });
  });

  it('works with plain tasks as well', async () => {
    const tasks = [
      { id: 't1', workerName: 'A', task: 'x', context: '', priority: 1, dependsOn: [] },
    ];
    const { named, result } = await verified(
      [[bad('t1')], [good('t1')]],
      { tasks: 'plain' },
      {
        plans: [tasks],
      },
    );
    expect(named('A')[1]?.prompt).toMatch(/Your task is a part of it: x[^]*sent back: no sources/);
    expect(result.workerResults[0]).toMatchObject({ content: 'A says 2', verified: true });
  });
});
