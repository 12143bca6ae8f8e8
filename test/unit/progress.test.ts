import { describe, expect, it } from 'vitest';
import { assemble } from '../../src/client/progress/assemble.ts';
import type { RunProgress } from '../../src/client/progress/run-progress.ts';
import type { RunEvent } from '../../src/client/progress/run-event.ts';
import type { StepInput } from '../../src/core/specs/step.ts';
import {
  after,
  answered,
  byId,
  called,
  closed,
  start,
  started,
  workflowTaskDone,
} from '../support/run-events.ts';

const agent = (name: string) => ({ kind: 'agent', name, model: 'asked' }) as const;
const pair: StepInput = { kind: 'parallel', name: 'Pair', agents: [agent('A'), agent('B')] };
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
