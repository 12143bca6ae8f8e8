import type { Client } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import { assemble } from '../../src/client/progress/assemble.ts';
import { locateRun } from '../../src/client/progress/locate-run.ts';
import { assemblePart } from '../../src/client/progress/part-of-run.ts';
import type { RunEvent } from '../../src/client/progress/run-event.ts';
import { parallelResult } from '../../src/core/kinds/parallel/result.ts';
import type { ParallelSpec } from '../../src/core/kinds/parallel/types.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import type { StepInput, StepResult } from '../../src/core/kinds/step.ts';
import {
  after,
  agent,
  answered,
  byId,
  called,
  closed,
  pair,
  start,
  started,
} from '../support/run-events.ts';

const whole: StepInput = {
  kind: 'pipeline',
  name: 'Whole',
  steps: [agent('First'), pair, agent('Last')],
};

const first = [called('5', '1-First', 10), answered('5', 100)];
const inPair = [called('7', '2-Pair/A', 200), called('8', '2-Pair/B', 210), answered('7', 500)];
const rest = [answered('8', 900), called('9', '3-Last', 950), answered('9', 1_200)];

function partOf(path: string, ...events: RunEvent[]) {
  return assemblePart('run', path, byId(after('run', started(whole), ...events)), start + 5_000);
}

describe('a step that ran inside the workflow of another', () => {
  it('is shown as a run of its own: its steps, their cost, and how long they took', () => {
    expect(partOf('2-Pair', ...first, ...inPair)).toMatchObject({
      id: 'run/2-Pair',
      kind: 'parallel',
      name: 'Pair',
      status: 'running',
      startedAt: new Date(start + 200).toISOString(),
      closedAt: null,
      totalDurationMs: 4_800,
      input: 'the question',
      content: null,
      error: null,
      steps: [
        { path: 'A', state: 'done', content: 'reply 7' },
        { path: 'B', state: 'running' },
      ],
      usage: { calls: 1 },
      totalCost: 0.5,
    });
  });

  it('has ended when all of it has, though the run around it goes on', () => {
    expect(partOf('2-Pair', ...first, ...inPair, ...rest)).toMatchObject({
      status: 'completed',
      closedAt: new Date(start + 900).toISOString(),
      totalDurationMs: 700,
      totalCost: 1,
    });
  });

  it('can be a single agent, whose path is then empty', () => {
    expect(partOf('2-Pair/A', ...first, ...inPair)).toMatchObject({
      kind: 'agent',
      name: 'A',
      status: 'completed',
      steps: [{ path: '', agentName: 'A', content: 'reply 7' }],
    });
  });

  it('has the result that the run around it has left of it', () => {
    const own = parallelResult(
      parseStep(pair) as ParallelSpec,
      { name: 'Pair', id: 'run/2-Pair', startedAt: start },
      [],
    );
    const content = { parts: [{ message: 'm7', bytes: 7 }] };
    const result = { ...own, success: true, error: null, content, totalDurationMs: 777 };
    const run = { kind: 'pipeline', id: 'run', success: true, content: 'x', steps: [result] };
    const end = closed(1_300, { result: run as unknown as StepResult });
    expect(partOf('2-Pair', ...first, ...inPair, ...rest, end)).toMatchObject({
      status: 'completed',
      content: 'reply 7',
      totalDurationMs: 777,
    });
    const failed = { ...result, success: false, content: null, error: cancelled };
    const failedRun = { ...run, success: false, steps: [failed] } as unknown as StepResult;
    const failedEnd = closed(1_300, { status: 'failed', result: failedRun });
    expect(partOf('2-Pair', ...first, ...inPair, failedEnd)).toMatchObject({
      status: 'cancelled',
      error: cancelled,
    });
  });

  it('ends as the run around it does where that has left no result', () => {
    const end = closed(700, { status: 'terminated' });
    expect(partOf('2-Pair', ...first, ...inPair, end)).toMatchObject({
      status: 'cancelled',
      error: { type: 'Run.Cancelled' },
      steps: [{ state: 'done' }, { state: 'failed' }],
    });
  });

  it('is not there before it was started, nor under a name that no step has', () => {
    expect(partOf('2-Pair', ...first)).toBeUndefined();
    expect(partOf('2-Pai', ...first, ...inPair)).toBeUndefined();
  });

  it('may hold workflows of its own', () => {
    const root = after('run', started(whole), {
      type: 'childStarted',
      at: start,
      id: 'run/2-Pair/A',
      runId: 'r',
    });
    const child = after(
      'run/2-Pair/A',
      started(agent('A'), 5),
      called('5', '', 10),
      answered('5', 20),
    );
    expect(assemblePart('run', '2-Pair', byId(root, child), start + 50)).toMatchObject({
      steps: [
        { path: 'A', state: 'done' },
        { path: 'B', state: 'waiting' },
      ],
    });
  });
});

const cancelled = { type: 'Run.Cancelled', message: 'the run was cancelled', retryable: false };

describe('the duration of a step', () => {
  const task = (at: number): RunEvent[] => [
    { type: 'workflowTaskStarted', at: start + at },
    { type: 'workflowTaskCompleted', at: start + at + 3 },
  ];

  it('is the time in its workflow, as in the result, and not that of its call', () => {
    const events = [...task(5), called('5', '1-First', 8), answered('5', 100), ...task(140)];
    const progress = assemble('run', byId(after('run', started(whole), ...events)), start + 200);
    expect(progress.steps[0]).toMatchObject({ state: 'done', durationMs: 135 });
  });

  it('is that of the result once there is one, as is the time of the whole', () => {
    const step = { kind: 'agent', id: 'run/1-First', totalDurationMs: 141 };
    const result = { kind: 'pipeline', id: 'run', totalDurationMs: 1_250, steps: [step] };
    const end = closed(1_300, { result: result as unknown as StepResult });
    const run = after('run', started(whole), ...first, end);
    expect(assemble('run', byId(run), start + 9_000)).toMatchObject({
      totalDurationMs: 1_250,
      steps: [{ path: '1-First', durationMs: 141 }, {}, {}, {}],
    });
  });
});

describe('the workflow of an id', () => {
  const known = (...ids: string[]): Client => {
    const describeWorkflowExecution = async ({
      execution,
    }: {
      execution: { workflowId: string };
    }) => {
      if (ids.includes(execution.workflowId)) return { workflowExecutionInfo: {} };
      throw Object.assign(new Error('gone'), { code: 5, details: 'not found', metadata: {} });
    };
    return { options: {}, workflowService: { describeWorkflowExecution } } as unknown as Client;
  };

  it.each([
    ['run', 'run', ''],
    ['run/2-Pair', 'run', '2-Pair'],
    ['run/2-Pair/A', 'run', '2-Pair/A'],
    ['a/b/1-X', 'a/b', '1-X'],
  ])('%s is the nearest that there is', async (id, workflowId, path) => {
    expect(await locateRun(known('run', 'a/b'), id)).toEqual({ workflowId, path });
  });

  it('is none where no part of it is known', async () => {
    await expect(locateRun(known(), 'run/x')).rejects.toThrow("there is no run 'run/x' here");
  });
});
