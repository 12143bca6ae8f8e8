import { describe, expect, it } from 'vitest';
import { stepStatus } from '../../src/cli/live/step-line.ts';
import { showAnswer, type ShownRun } from '../../src/cli/render/show.ts';
import { assemble } from '../../src/client/progress/assemble.ts';
import type { RunEvent } from '../../src/client/progress/run-event.ts';
import type { Answered } from '../../src/core/questions/answers.ts';
import { nothingDone } from '../../src/core/kinds/agent/record.ts';
import { agentResult } from '../../src/core/kinds/agent/result.ts';
import type { AgentSpec } from '../../src/core/kinds/agent/types.ts';
import { personResult } from '../../src/core/kinds/person/result.ts';
import type { PersonSpec } from '../../src/core/kinds/person/types.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';
import type { StepInput } from '../../src/core/kinds/step.ts';
import { withDuration } from '../../src/core/results.ts';
import {
  after,
  agent,
  answered,
  byId,
  called,
  closed,
  start,
  started,
  workflowTaskDone,
} from '../support/run-events.ts';

const editor = { kind: 'person', name: 'Editor' } as const;

/** How the run of a person ended: with this answer, or with none. */
function ended(at: number, id: string, answer: string | null): RunEvent {
  const said: Answered = {
    answer,
    approved: null,
    reason: null,
    by: 'Ada',
    at: '',
    means: 'update',
  };
  const spec = parseStep(editor) as PersonSpec;
  const result = personResult(spec, { name: 'Editor', id, startedAt: start }, said, answer);
  const status = answer === null ? 'failed' : 'completed';
  return closed(at, { status, result: withDuration(result, 400), error: result.error });
}

function childStarted(id: string, at = 10): RunEvent {
  return { type: 'childStarted', at: start + at, id, runId: `of ${id}` };
}

const there = { url: null, studio: null, goesOn: true, questions: [] };
const textOf = (run: object) => showAnswer(run as ShownRun, there).text;

describe('a run that is a person', () => {
  const shown = (...events: RunEvent[]) =>
    assemble('run', byId(after('run', started(editor), ...events)), start + 3_000);

  it('waits for an answer while its question is open', () => {
    const run = shown();
    expect(run.steps).toMatchObject([
      { path: '', kind: 'person', agentName: 'Editor', state: 'running', content: null },
    ]);
    expect(run.steps[0] && stepStatus(run.steps[0], start + 3_000)).toBe(
      'waits for an answer · 3.0 s',
    );
    expect(textOf(run)).toMatch(/Editor · waits for an answer · /);
  });

  it('has said what was answered', () => {
    const run = shown(ended(500, 'run', 'as it is'));
    expect(run.steps).toMatchObject([
      { kind: 'person', state: 'done', durationMs: 400, cost: 0, content: 'as it is', error: null },
    ]);
    expect(textOf(run)).toContain('Editor · 400 ms\nas it is');
  });

  it('has failed where nobody answered, and where it was cut off', () => {
    expect(shown(ended(500, 'run', null)).steps).toMatchObject([
      { state: 'failed', error: { type: 'Human.TimedOut', agentName: 'Editor' } },
    ]);
    expect(shown(closed(500, { status: 'cancelled' })).steps).toMatchObject([
      { state: 'failed', durationMs: 500, error: { type: 'Run.Cancelled', agentName: 'Editor' } },
    ]);
  });
});

describe('a person inside a run', () => {
  function stepsOf(spec: StepInput, events: RunEvent[], ...people: [string, ...RunEvent[]][]) {
    const children = people.map(([path, ...more]) =>
      after(`run/${path}`, started(editor, 10), ...more),
    );
    const begun = people.map(([path]) => childStarted(`run/${path}`));
    const root = after('run', started(spec), ...begun, ...events);
    return assemble('run', byId(root, ...children), start + 3_000).steps;
  }

  it.each<[string, StepInput, string]>([
    ['pipeline', { kind: 'pipeline', steps: [editor, agent('Z')] }, '1-Editor'],
    ['parallel', { kind: 'parallel', agents: [editor, agent('Z')] }, 'Editor'],
  ])('of a %s stands in its place', (_, spec, path) => {
    expect(stepsOf(spec, [])[0]).toMatchObject({ path, kind: 'person', state: 'waiting' });
    expect(stepsOf(spec, [], [path])[0]).toMatchObject({ path, kind: 'person', state: 'running' });
    const done = stepsOf(spec, [], [path, ended(500, `run/${path}`, 'yes')]);
    expect(done[0]).toMatchObject({ path, kind: 'person', state: 'done', content: 'yes' });
    expect(done).toHaveLength(2);
  });

  it('of a pattern that makes up its steps stands where it began', () => {
    const debate = { kind: 'debate', name: 'Talk', agents: [agent('C'), editor] } as const;
    const calls = [called('7', 'r0-C', 5), answered('7', 8), called('8', 'r1-C', 600)];
    const path = 'r0-Editor';
    const steps = stepsOf(debate, calls, [path, ended(500, `run/${path}`, 'I say no')]);
    expect(steps.map((step) => step.path)).toEqual(['r0-C', path, 'r1-C']);
    expect(steps[1]).toMatchObject({ kind: 'person', state: 'done', content: 'I say no' });
  });
});

it('says of an agent what became of the calls that needed approval', () => {
  const approval = { question: 'refund-1', tool: 'refund', approved: true, reason: null };
  const approvals = [{ ...approval, by: 'Ada', at: '2026-01-01T00:00:00Z', means: 'update' }];
  const identity = { name: 'A', id: 'run', startedAt: start };
  const result = agentResult(parseStep(agent('A')) as AgentSpec, identity, nothingDone);
  const stepAfter = (...events: RunEvent[]) => {
    const asked = [called('5', '', 20), answered('5', 100), workflowTaskDone(110)];
    const run = after('run', started(agent('A')), ...asked, ...events);
    return assemble('run', byId(run), start + 900).steps[0];
  };
  expect(stepAfter(closed(400, { result: { ...result, approvals } }))).toMatchObject({ approvals });
  expect(stepAfter(closed(400, { result }))).not.toHaveProperty('approvals');
  expect(stepAfter()).not.toHaveProperty('approvals');
});
