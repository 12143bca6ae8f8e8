import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Failure, failure } from '../../src/core/failures.ts';
import { no, review, supervise, task, workers, yes } from '../support/supervisor-play.ts';

describe('a supervisor', () => {
  it('plans, has the workers work, reviews, and makes one answer of it', async () => {
    const { result, calls } = await supervise(
      {
        plans: [[task('t1', 'A'), task('t2', 'B', { dependsOn: ['t1'], context: 'be brief' })]],
        reviews: [review(false), review(true)],
      },
      { tasks: 'plain' },
    );
    expect(calls.map(({ agentName }) => agentName)).toEqual([
      'Planner',
      'A',
      'Planner',
      'B',
      'Planner',
      'Synthesizer',
    ]);
    expect(result).toMatchObject({
      kind: 'supervisor',
      success: true,
      content: 'Synthesizer says so',
      iterations: 1,
      endedBecause: 'satisfied',
      plan: {
        version: 1,
        tasks: [
          { id: 't1', workerName: 'A' },
          { id: 't2', dependsOn: ['t1'] },
        ],
      },
    });
    expect(result.workerResults.map(({ workerName, task: given }) => [workerName, given])).toEqual([
      ['A', 'do t1'],
      ['B', 'do t2'],
    ]);
    expect(calls[3]?.prompt).toMatch(/A says so[^]*do t2[^]*be brief/);
    expect(calls[5]?.prompt).toMatch(/the question[^]*A says so[^]*B says so/);
    expect(result.usage.calls).toBe(6);
    expect(result.totalCost).toBeCloseTo(0.06);
  });

  it.each([
    ['an unknown worker', [task('t1', 'Nobody')], "no worker 'Nobody'"],
    ['an id twice', [task('t1', 'A'), task('t1', 'B')], 'the id t1 is used twice'],
    [
      'the same instruction twice',
      [task('t1', 'A'), task('t2', 'A', { task: 'Do, t1!' })],
      'given twice',
    ],
    ['a need that is no task', [task('t1', 'A', { dependsOn: ['t9'] })], 't1 depends on t9'],
    [
      'a circle',
      [task('t1', 'A', { dependsOn: ['t2'] }), task('t2', 'B', { dependsOn: ['t1'] })],
      'in a circle: t1, t2',
    ],
    ['no tasks', [], 'tasks'],
    ['an id that is a path', [task('t1/x', 'A')], 'tasks[0].id: an id has letters'],
  ])('gives a plan with %s back to the planner with the reason', async (_, bad, reason) => {
    const { result, named } = await supervise({ plans: [bad, [task('t1', 'A')]] });
    expect(result).toMatchObject({ success: true, plan: { tasks: [{ workerName: 'A' }] } });
    expect(named('Planner')[1]?.prompt).toContain(reason);
  });

  it('fails when the planner makes no good plan in three tries', async () => {
    const { result, named } = await supervise({ plans: [[task('t1', 'Nobody')]] });
    expect(named('Planner')).toHaveLength(3);
    expect(result).toMatchObject({
      success: false,
      endedBecause: 'planningFailed',
      error: { type: Failure.replyUnusable },
      plan: null,
    });
  });

  it('runs the tasks of a wave at once, the most urgent first, and no more than allowed', async () => {
    let now = 0;
    let most = 0;
    const { result } = await supervise(
      {
        plans: [
          [
            task('t1', 'A', { priority: 3 }),
            task('t2', 'B', { priority: 2 }),
            task('t3', 'C', { priority: 1 }),
          ],
        ],
        reviews: [review(false), review(true)],
        worker: async () => {
          most = Math.max(most, ++now);
          await sleep(5);
          now -= 1;
          return {};
        },
      },
      { tasks: 'plain', maxWorkersPerStep: 2 },
    );
    expect(most).toBe(2);
    expect(result.workerResults.map(({ workerName }) => workerName).toSorted()).toEqual([
      'A',
      'B',
      'C',
    ]);
    expect(result.workerResults.at(-1)?.workerName).toBe('A');
  });

  it('makes another plan when something is missing, with the results and the gap in view', async () => {
    const { result, named } = await supervise({
      plans: [[task('t1', 'A')], [task('t2', 'B', { dependsOn: ['t1'] })]],
      reviews: [review(false), review(true)],
    });
    expect(result).toMatchObject({ success: true, iterations: 2, endedBecause: 'satisfied' });
    expect(result.plans.map(({ version }) => version)).toEqual([1, 2]);
    expect(named('Planner')[2]?.prompt).toMatch(/A says so[^]*Still missing: numbers/);
    expect(named('B')[0]?.prompt).toContain('A says so');
    expect(result.reasoning).toMatch(/Plan 1: plan 1[^]*numbers[^]*Plan 2/);
  });

  it('replans around a worker that failed', async () => {
    const { result, named } = await supervise({
      plans: [[task('t1', 'A')], [task('t2', 'B')]],
      reviews: [review(false), review(true)],
      worker: ({ agentName }) => {
        if (agentName === 'A') throw failure(Failure.modelUnavailable, 'A is down');
        return {};
      },
    });
    expect(result.success).toBe(true);
    expect(named('Planner')[2]?.prompt).toContain('Failed: A is down');
    expect(result.workerResults.map(({ success }) => success)).toEqual([false, true]);
  });

  it('ends after maxIterations plans, and says so', async () => {
    let plan = 0;
    const plans = Array.from({ length: 9 }, () => [task(`t${++plan}`, 'A')]);
    const { result } = await supervise({ plans, reviews: [review(false)] }, { maxIterations: 2 });
    expect(result).toMatchObject({ success: true, iterations: 2, endedBecause: 'maxIterations' });
  });

  it('carries out one plan only where replanning is not allowed', async () => {
    const { result, named } = await supervise(
      { plans: [[task('t1', 'A')], [task('t2', 'B')]], reviews: [review(false)] },
      { allowReplanning: false },
    );
    expect(result).toMatchObject({ success: true, iterations: 1, endedBecause: 'planDone' });
    expect(named('Planner')).toHaveLength(1);
  });

  it('gives up a plan that stalls, and ends as stalled when it may not make another', async () => {
    const chain = ['t1', 't2', 't3', 't4'].map((id, index, ids) =>
      task(id, 'A', { dependsOn: index === 0 ? [] : [ids[index - 1]] }),
    );
    const stuck = review(false, { progress: no, inLoop: yes });
    const { result } = await supervise({ plans: [chain], reviews: [stuck] }, { maxIterations: 1 });
    expect(result.endedBecause).toBe('stalled');
    expect(result.workerResults).toHaveLength(2);
  });

  it('notices a planner that only repeats itself, without asking a model', async () => {
    const { result, named } = await supervise({
      plans: [[task('t1', 'A')], [task('t2', 'A', { task: 'DO t1.' })]],
      reviews: [review(false)],
    });
    expect(result).toMatchObject({ success: true, endedBecause: 'repeating', iterations: 1 });
    expect(named('A')).toHaveLength(1);
    expect(named('Planner').at(-1)?.prompt).toContain('repeats an instruction');
  });

  it("in mode 'all' wants a task for every worker", async () => {
    const all = [task('t1', 'A'), task('t2', 'B'), task('t3', 'C')];
    const { result, named } = await supervise({ plans: [[task('t1', 'A')], all] }, { mode: 'all' });
    expect(named('Planner')[1]?.prompt).toContain('these have none: B, C');
    expect(result.workerResults).toHaveLength(3);
  });

  it("in mode 'sequential' has each worker build on the one before, in the order given", async () => {
    const plan = [task('t1', 'A'), task('t2', 'B'), task('t3', 'C')];
    const { calls, named } = await supervise(
      { plans: [plan.toReversed(), plan], reviews: [review(false), review(false), review(true)] },
      { mode: 'sequential' },
    );
    expect(named('Planner')[1]?.prompt).toContain('in this order: A, B, C');
    const worked = calls.map(({ agentName }) => agentName).filter((name) => name in workers);
    expect(worked).toEqual(['A', 'B', 'C']);
    expect(named('C')[0]?.prompt).toContain('B says so');
  });
});
