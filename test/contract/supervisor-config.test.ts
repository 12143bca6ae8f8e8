import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Failure, failure } from '../../src/core/failures.ts';
import type { SupervisorResult } from '../../src/core/kinds/supervisor/types.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { type AskedCall, memoryWorld } from '../support/memory-host.ts';
import { agent, playing, supervise, task, workers } from '../support/supervisor-play.ts';

describe('the configuration of a supervisor', () => {
  it('fails with the partial result when too few workers succeed', async () => {
    const { result, named } = await supervise(
      {
        plans: [[task('t1', 'A'), task('t2', 'B')]],
        worker: ({ agentName }) => {
          if (agentName === 'B') throw failure(Failure.modelRejected, 'B may not');
          return {};
        },
      },
      { minSuccessfulWorkers: 2, allowReplanning: false },
    );
    expect(result).toMatchObject({ success: false, error: { type: Failure.tooFewSucceeded } });
    expect(result.error?.message).toMatch(/1 workers succeeded, 2 needed: B: B may not/);
    expect(result.workerResults.find(({ workerName }) => workerName === 'A')?.content).toBe(
      'A says so',
    );
    expect(named('Synthesizer')).toHaveLength(0);
  });

  it('with requireAllWorkers lets no one who was given a task fail', async () => {
    const play = {
      plans: [[task('t1', 'A'), task('t2', 'B')]],
      worker: ({ agentName }: AskedCall) => {
        if (agentName === 'B') throw failure(Failure.modelRejected, 'no');
        return {};
      },
    };
    const config = { allowReplanning: false };
    expect((await supervise(play, config)).result.success).toBe(true);
    const strict = await supervise(play, { ...config, requireAllWorkers: true });
    expect(strict.result.error?.message).toContain('all workers are required, and B failed');
  });

  it('leaves out reasons and outputs where they are not wanted', async () => {
    const { result } = await supervise(
      { plans: [[task('t1', 'A')]] },
      { includeReasoning: false, includeWorkerOutputs: false },
    );
    expect(result).toMatchObject({ reasoning: null, reviews: [], success: true });
    expect(result.workerResults[0]).toMatchObject({ success: true, content: null });
  });

  it.each([
    ['planningTimeout', 'Planner', { success: false, endedBecause: 'planningFailed' }],
    ['workerTimeout', 'A', { success: false, error: { type: Failure.tooFewSucceeded } }],
    ['synthesisTimeout', 'Synthesizer', { success: false, error: { type: Failure.stepTimedOut } }],
  ])('has a %s for the %s', async (field, slow, expected) => {
    const play = playing({ plans: [[task('t1', 'A')]] });
    const world = memoryWorld(async (asked) => {
      if (asked.agentName === slow)
        await sleep(60_000, undefined, { signal: asked.signal }).catch(() => {});
      return play(asked);
    });
    const spec = { kind: 'supervisor', workers, [field]: '40ms', maxIterations: 1 };
    const result = (await world.run(parseStep(spec))) as SupervisorResult;
    expect(result).toMatchObject(expected);
  });

  it('takes any step as a worker, also another supervisor', async () => {
    const inner = { kind: 'supervisor', name: 'inner', workers: { X: agent('X') } };
    const team = { kind: 'parallel', name: 'team', agents: [agent('Y'), agent('Z')] };
    const script = playing({ plans: [[task('t1', 'Inner'), task('t2', 'Team')]] });
    const nested = playing({ plans: [[task('n1', 'X')]] });
    const world = memoryWorld((asked) =>
      (asked.call.settings.output?.['title'] === 'Plan' && asked.prompt.includes('- X:')
        ? nested
        : script)(asked),
    );
    const spec = { kind: 'supervisor', workers: { Inner: inner, Team: team } };
    const result = (await world.run(parseStep(spec))) as SupervisorResult;
    expect(result.success).toBe(true);
    expect(result.workerResults.every(({ success }) => success)).toBe(true);
    expect(result.usage.calls).toBe(world.calls.length);
  });

  it('uses the planner and the synthesizer it is given', async () => {
    const { calls } = await supervise(
      { plans: [[task('t1', 'A')]] },
      { planner: agent('Chief'), synthesizer: agent('Author') },
    );
    expect(calls.map(({ agentName }) => agentName)).toEqual(['Chief', 'A', 'Chief', 'Author']);
  });
});
