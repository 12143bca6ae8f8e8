import { describe, expect, it } from 'vitest';
import type { SupervisorResult } from '../../src/core/kinds/supervisor/types.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import { memoryWorld } from '../support/memory-host.ts';
import { playing, review, supervise, task, workers } from '../support/supervisor-play.ts';
import { typedPlan, typedTask } from '../support/typed-plan.ts';

const brief = {
  outputFormat: 'A list of five',
  boundaries: 'No prices',
  effort: 'low',
};

describe('a supervisor with typed tasks', () => {
  it('tells each worker its objective, expected output, boundaries and effort', async () => {
    const plan = typedPlan([
      typedTask('t1', 'A', 'Find the makers.', brief),
      typedTask('t2', 'B', 'Compare them.', { dependsOn: ['t1'] }),
    ]);
    const { result, named } = await supervise({ plans: [plan], reviews: [review(false)] });
    expect(named('A')[0]?.prompt).toContain(
      'Your task is a part of it.\nObjective: Find the makers.\nExpected output: A list of five\n' +
        'Boundaries: No prices\nEffort: low: a short look is enough\n\nDo your task only.',
    );
    expect(named('B')[0]?.prompt).toMatch(/A says so[^]*Objective: Compare them\.\nEffort: medium/);
    expect(result.plan).toMatchObject({
      split: { worthIt: true, reason: 'so' },
      tasks: [{ task: 'Find the makers.', objective: 'Find the makers.', ...brief }, {}],
    });
    expect(result.workerResults.map((each) => each.task)).toEqual([
      'Find the makers.',
      'Compare them.',
    ]);
    expect(result.reasoning).toContain('Plan 1: so');
  });

  it('gives what is not worth splitting to one worker', async () => {
    const split = { worthIt: false, reason: 'it is one question' };
    const both = [typedTask('t1', 'A', 'x'), typedTask('t2', 'B', 'y')];
    const { result, named } = await supervise({
      plans: [typedPlan(both, split), typedPlan(both.slice(0, 1), split)],
    });
    expect(named('Planner')[1]?.prompt).toContain(
      'it is not worth splitting, and there are 2 tasks',
    );
    expect(result).toMatchObject({ success: true, plan: { split, tasks: [{ workerName: 'A' }] } });
    expect(named('B')).toHaveLength(0);
  });

  it.each(['all', 'sequential'])('does not ask whether to split in mode %s', async (mode) => {
    const plan = ['A', 'B', 'C'].map((name, index) => typedTask(`t${index}`, name, `work ${name}`));
    const { result, named } = await supervise(
      {
        plans: [{ reasoning: 'each of them', split: { worthIt: false }, tasks: plan }],
        reviews: [review(false)],
      },
      { mode },
    );
    const asked = named('Planner')[0];
    expect(Object.keys(Object(asked?.call.settings.output?.['properties']))).toEqual([
      'reasoning',
      'tasks',
    ]);
    expect(asked?.prompt).not.toContain('worth splitting');
    expect(result.plan?.split).toBeUndefined();
    expect(result.workerResults).toHaveLength(3);
  });

  it('reads a loose reply kindly: names as they are meant, and defaults for what is left out', async () => {
    const plan = {
      tasks: [
        { id: 'Find Out', workerName: 'researcher', task: 'Find it.' },
        {
          workerName: 'DATA-analyst',
          objective: ' Weigh it. ',
          outputFormat: ['a table', 'a sentence'],
          effort: 'High',
          dependsOn: 'find_out',
        },
      ],
    };
    const spec = {
      kind: 'supervisor',
      workers: { Researcher: workers.A, data_analyst: workers.B },
    };
    const world = memoryWorld(playing({ plans: [plan], reviews: [review(false)] }));
    const result = (await world.run(parseStep(spec))) as SupervisorResult;
    expect(result.plans[0]?.tasks).toEqual([
      {
        ...{ id: 'Find-Out', workerName: 'Researcher', task: 'Find it.', objective: 'Find it.' },
        ...{ context: '', priority: 1, dependsOn: [] },
        ...{ outputFormat: '', boundaries: '', effort: 'medium' },
      },
      {
        ...{ id: 't2', workerName: 'data_analyst', task: 'Weigh it.', objective: 'Weigh it.' },
        ...{ context: '', priority: 1, dependsOn: ['Find-Out'] },
        ...{ outputFormat: 'a table\na sentence', boundaries: '', effort: 'high' },
      },
    ]);
    expect(result.workerResults).toHaveLength(2);
  });

  it.each([
    ['no objective', [{ id: 't1', workerName: 'A' }], 'objective: expected a string'],
    ['an empty one', [typedTask('t1', 'A', ' ')], 'objective: it is empty'],
    ['an effort that is none', [typedTask('t1', 'A', 'x', { effort: 'max' })], 'low, medium, high'],
    ['an unknown worker', [typedTask('t1', 'D', 'x')], "no worker 'D'; there are A, B, C"],
    [
      'a need that could be two tasks',
      [
        typedTask('a_1', 'A', 'x'),
        typedTask('a-1', 'B', 'y'),
        typedTask('t3', 'C', 'z', { dependsOn: ['A 1'] }),
      ],
      't3 depends on A 1, which is not a task',
    ],
  ])('sends a plan with %s back with the reason', async (_, tasks, reason) => {
    const { result, named } = await supervise({
      plans: [{ tasks }, typedPlan([typedTask('t1', 'A', 'x')])],
    });
    expect(named('Planner')[1]?.prompt).toContain(reason);
    expect(result.success).toBe(true);
  });

  it('lets a later plan need an earlier task, however it spells its id', async () => {
    const { named } = await supervise({
      plans: [
        typedPlan([typedTask('t-1', 'A', 'x')], { reason: 'more follows', worthIt: true }),
        typedPlan([typedTask('t2', 'B', 'y', { dependsOn: ['T_1'] })]),
      ],
      reviews: [review(false), review(true)],
    });
    expect(named('B')[0]?.prompt).toContain('A says so');
  });

  it('is asked as before where its spec is from before there were typed tasks', async () => {
    const {
      tasks: _t,
      verifier: _v,
      ...recorded
    } = parseStep({
      kind: 'supervisor',
      workers,
    }) as unknown as Record<string, unknown>;
    const world = memoryWorld(
      playing({ plans: [[task('t1', 'A', { context: 'be brief' })]], reviews: [review(true)] }),
    );
    const result = (await world.run(recorded as never)) as SupervisorResult;
    const [planner, worker] = world.calls;
    expect(planner?.prompt).toContain('- A worker sees its task, its context and the results');
    expect(planner?.prompt).not.toContain('splitting');
    expect(worker?.prompt).toContain(
      'Your task is a part of it: do t1\n\nWhat you need to know: be brief',
    );
    expect(result.plan).toEqual({
      version: 1,
      tasks: [task('t1', 'A', { context: 'be brief' })],
    });
    expect(result).toMatchObject({ success: true, verifications: [] });
  });
});
