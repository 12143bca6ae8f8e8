import { describe, expect, it } from 'vitest';
import { assemble } from '../../src/client/progress/assemble.ts';
import type { RunProgress } from '../../src/client/progress/run-progress.ts';
import type { RunEvent } from '../../src/client/progress/run-event.ts';
import type { StepInput } from '../../src/core/kinds/step.ts';
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
  workflowTaskDone,
} from '../support/run-events.ts';

const unmended = { kind: 'cut', reason: 'it was cut short' } as const;

function progressOf(spec: StepInput, ...events: RunEvent[]): RunProgress {
  return assemble('run', byId(after('run', started(spec), ...events)), start + 9_000);
}

function statesOf({ steps }: RunProgress): string[] {
  return steps.map(({ path, state }) => `${path}: ${state}`);
}

describe('progress of a run', () => {
  it('lists every agent as waiting, in the order of the spec, before anything was called', () => {
    const progress = progressOf(pair);
    expect(statesOf(progress)).toEqual(['A: waiting', 'B: waiting']);
    expect(progress).toMatchObject({
      name: 'Pair',
      kind: 'parallel',
      status: 'running',
      input: 'the question',
      totalCost: 0,
      startedAt: '2026-01-01T00:00:00.000Z',
      closedAt: null,
      totalDurationMs: 9_000,
    });
  });

  it('keeps the order of the spec whichever agent is called first', () => {
    const progress = progressOf(pair, called('7', 'B', 100), called('8', 'A', 200));
    expect(statesOf(progress)).toEqual(['A: running', 'B: running']);
  });

  it('shows what an agent said, how long it took and what it cost', () => {
    const { steps } = progressOf(pair, called('7', 'A', 100), answered('7', 700));
    expect(steps[0]).toMatchObject({
      state: 'done',
      model: 'gpt-5',
      turns: 1,
      durationMs: 600,
      cost: 0.5,
      content: 'reply 7',
      error: null,
    });
  });

  it('refers to the store for a reply that is not in the history', () => {
    const reply = { content: null, message: 'm1', bytes: 300_000 };
    const { steps } = progressOf(agent('A'), called('7', '', 0), answered('7', 1, reply));
    expect(steps[0]?.content).toEqual({ parts: [{ message: 'm1', bytes: 300_000 }] });
  });

  it('adds up usage and cost of all replies, and an unknown price makes the sum unknown', () => {
    const known = progressOf(
      pair,
      ...[called('7', 'A', 0), answered('7', 1)],
      ...[called('8', 'B', 0), answered('8', 1, { simulated: true })],
    );
    expect(known).toMatchObject({ totalCost: 1, unpriced: [], simulated: true });
    expect(known.usage).toMatchObject({ inputTokens: 20, outputTokens: 10, calls: 2 });
    const unknown = progressOf(
      pair,
      ...[called('7', 'A', 0), answered('7', 1)],
      ...[called('8', 'B', 0), answered('8', 1, { cost: null, model: 'own' })],
    );
    expect(unknown).toMatchObject({ totalCost: null, unpriced: ['own'] });
    expect(unknown.steps.map(({ cost }) => cost)).toEqual([0.5, null]);
  });

  it('says why a call failed, and names the agent', () => {
    const error = { type: 'Model.Rejected', message: 'status 400', retryable: false } as const;
    const failed: RunEvent = { type: 'workFailed', at: start + 50, scheduled: '7', error };
    const { steps } = progressOf(pair, called('7', 'A', 0), failed);
    expect(steps[0]).toMatchObject({
      state: 'failed',
      cost: 0,
      content: null,
      error: { ...error, agentName: 'A' },
    });
  });
});

describe('a reply that can not be used', () => {
  const first = [called('7', '', 0), answered('7', 100, { problem: unmended })];

  it('leaves its agent running until the workflow has dealt with it', () => {
    expect(statesOf(progressOf(agent('A'), ...first))).toEqual([': running']);
  });

  it('leaves its agent running when it is asked again, and both calls are paid', () => {
    const again = progressOf(agent('A'), ...first, workflowTaskDone(120), called('9', '', 121));
    expect(again.steps[0]).toMatchObject({ state: 'running', turns: 1, cost: 0.5 });
    const mended = progressOf(
      agent('A'),
      ...first,
      ...[workflowTaskDone(120), called('9', '', 121), answered('9', 200)],
    );
    expect(mended.steps[0]).toMatchObject({ state: 'done', turns: 2, cost: 1, content: 'reply 9' });
  });

  it('has failed its agent when the workflow went on without another call', () => {
    const { steps } = progressOf(agent('A'), ...first, workflowTaskDone(120));
    expect(steps[0]).toMatchObject({ state: 'failed', error: { type: 'Reply.Unusable' } });
    expect(steps[0]?.error?.message).toContain('it was cut short');
  });
});

describe('a call that is tried again', () => {
  const attempts: RunEvent = {
    type: 'attempts',
    attempts: { a7: { attempt: 3, lastFailure: 'status 429' } },
  };

  it('shows which attempt it is on and why the one before failed', () => {
    const { steps } = progressOf(pair, called('7', 'A', 0), called('8', 'B', 0), attempts);
    expect(steps[0]).toMatchObject({ state: 'running', attempt: 3, lastFailure: 'status 429' });
    expect(steps[1]).not.toHaveProperty('attempt');
  });

  it('shows no attempt any more once it was answered', () => {
    const { steps } = progressOf(pair, called('7', 'A', 0), attempts, answered('7', 5));
    expect(steps[0]).not.toHaveProperty('attempt');
  });
});

describe('a run with nested steps', () => {
  const nested: StepInput = {
    kind: 'pipeline',
    name: 'Whole',
    steps: [pair, { step: agent('W'), transform: 'shorten' }],
  };
  const root = after(
    'run',
    started(nested),
    { type: 'childStarted', at: start + 10, id: 'run/1-Pair', runId: 'r1' },
    {
      type: 'workScheduled',
      at: start + 500,
      event: '20',
      work: {
        activityId: 'a20',
        kind: 'function',
        step: '2-W-transform',
        agentName: 'shorten',
        model: null,
        input: 'long',
      },
    },
    {
      type: 'workCompleted',
      at: start + 510,
      scheduled: '20',
      reply: { message: 't', content: 'short', bytes: 5 },
    },
    called('22', '2-W', 520),
  );
  const child = after(
    'run/1-Pair',
    started(pair, 10),
    ...[called('5', 'A', 20), called('6', 'B', 21), answered('5', 300), answered('6', 400)],
    closed(410),
  );

  it('names each by the path around it, functions included, and counts the calls of children', () => {
    const progress = assemble('run', byId(root, child), start + 9_000);
    expect(statesOf(progress)).toEqual([
      '1-Pair/A: done',
      '1-Pair/B: done',
      '2-W-transform: done',
      '2-W: running',
    ]);
    expect(progress.steps[2]).toMatchObject({ kind: 'function', agentName: 'shorten', cost: 0 });
    expect(progress).toMatchObject({ totalCost: 1, usage: { calls: 2 } });
  });

  it('shows a step that the spec does not name after those that it names', () => {
    const more = after('run', started(pair), called('5', 'Stranger', 20), called('6', 'A', 30));
    const progress = assemble('run', byId(more), start + 9_000);
    expect(statesOf(progress)).toEqual(['A: running', 'B: waiting', 'Stranger: running']);
  });
});

describe('a run that was continued as new', () => {
  const talk: StepInput = { kind: 'debate', agents: [agent('A'), agent('B')] };
  const continued: RunEvent = { type: 'continued', at: start + 400 };
  const again = started(agent('Other'), 401, 'another');
  const first = [called('5', 'r0-A', 10), answered('5', 300)];
  const second = [called('5', 'r1-A', 500), answered('5', 600, { content: 'later' })];

  it('counts the calls of all its executions once, though their event ids are the same', () => {
    const progress = progressOf(talk, ...first, continued, again, ...second);
    expect(progress.steps).toMatchObject([
      { path: 'r0-A', state: 'done', content: 'reply 5', durationMs: 290, cost: 0.5 },
      { path: 'r1-A', state: 'done', content: 'later', durationMs: 100, cost: 0.5 },
    ]);
    expect(progress).toMatchObject({ totalCost: 1, usage: { calls: 2 } });
  });

  it('runs since the first of them began, on what that was given', () => {
    const progress = progressOf(talk, ...first, continued, again, ...second, closed(1_000));
    expect(progress).toMatchObject({
      status: 'completed',
      input: 'the question',
      startedAt: '2026-01-01T00:00:00.000Z',
      totalDurationMs: 1_000,
    });
  });

  it('is still running between two of them', () => {
    expect(progressOf(talk, ...first, continued)).toMatchObject({ status: 'running' });
  });
});

describe('a run that has ended', () => {
  it('shows a step that was cut off as failed, and one never started as waiting', () => {
    const progress = progressOf(
      pair,
      called('7', 'A', 100),
      closed(1_000, { status: 'terminated' }),
    );
    expect(statesOf(progress)).toEqual(['A: failed', 'B: waiting']);
    expect(progress).toMatchObject({
      status: 'terminated',
      totalDurationMs: 1_000,
      closedAt: '2026-01-01T00:00:01.000Z',
      error: { type: 'Run.Cancelled', message: 'the run was terminated' },
    });
    expect(progress.steps[0]).toMatchObject({ durationMs: 900, error: { type: 'Run.Cancelled' } });
  });

  it('gives its content with the words that the history has in the place of references', () => {
    const content = { parts: ['<answer>', { message: 'm7', bytes: 9, escape: 'xml' as const }] };
    const result = { success: true, content } as never;
    const progress = progressOf(
      agent('A'),
      ...[called('7', '', 0), answered('7', 5, { content: 'a < b' })],
      closed(10, { result }),
    );
    expect(progress.content).toBe('<answer>a &lt; b');
  });
});
