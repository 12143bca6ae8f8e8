import { describe, expect, it } from 'vitest';
import type { ModelCall } from '../../src/core/model-call.ts';
import { ofType } from '../support/run-history.ts';
import { localEndsIn, names, scheduledIn, startOf, stored } from './stored-histories.ts';

/** Every history that is stored: runs of all released versions stand here and stay. */
const children = {
  'checks-stopped': 1,
  cancelled: 2,
  debate: 3,
  'fail-fast': 1,
  late: 1,
  nested: 2,
  person: 1,
  'person-late': 2,
  'map-parts': 2,
  'own-panel': 1,
  replanned: 1,
  route: 1,
  'steps-as-tools': 2,
  supervisor: 1,
  'tool-loop-nested': 1,
};
const continued = [
  'debate-continued',
  'loop-continued',
  'tool-loop-continued',
  'user-context-continued',
];
const others = [
  ...['agent', 'loop', 'map', 'parallel', 'pipeline', 'user-context', 'own-report'],
  ...['tool-loop', 'thread-summary', 'thread-summary-again', 'remember'],
  'debate-inline',
  ...['cancelled-debate', 'cancelled-supervisor', 'quorum', 'quorum-missed'],
  ...['approvals', 'checks', 'local-calls', 'local-tool-loop', 'inline', 'inline-cancelled'],
  ...['verified', 'team-thread'],
];

const typesIn = (name: string, type: string) => ofType(stored(name).events, type).length;
const localIn = (name: string) => localEndsIn(stored(name)).map((end) => end.activityType);
const callsIn = (name: string) => scheduledIn(stored(name)).map((call) => call.activityType.name);

it('every history is there, and no other', () => {
  const inside = Object.entries(children).flatMap(([name, count]) => [
    name,
    ...Array.from({ length: count }, (_, index) => `${name}-child-${index + 1}`),
  ]);
  const runs = continued.flatMap((name) => [name, `${name}-next`]);
  expect(names).toEqual([...inside, ...runs, ...others].toSorted());
});

it('they are of every kind of workflow that stands for a run, and of two own ones', () => {
  const kinds = new Set(names.map((name) => startOf(stored(name)).workflowType.name));
  const patterns = [
    'agent',
    'parallel',
    'person',
    'pipeline',
    'supervisor',
    'debate',
    'loop',
    'map',
    'route',
  ];
  expect(kinds).toEqual(new Set([...patterns, 'userContext', 'ownReport', 'ownPanel']));
});

it('no two are of the same run', () => {
  const ids = names.map((name) => startOf(stored(name)).originalExecutionRunId);
  expect(new Set(ids).size).toBe(names.length);
});

describe('a history shows what it was recorded for:', () => {
  it.each(continued)('%s was continued as new, and goes on', (name) => {
    expect(typesIn(name, 'WORKFLOW_EXECUTION_CONTINUED_AS_NEW')).toBe(1);
    const [before, next] = [startOf(stored(name)), startOf(stored(`${name}-next`))];
    expect(next).toMatchObject({
      workflowId: before.workflowId,
      continuedExecutionRunId: before.originalExecutionRunId,
    });
    expect(stored(`${name}-next`).events.length).toBeGreaterThan(5);
  });

  it('tool-loop: five turns of which two had to be mended, and tools that failed', () => {
    for (const name of ['tool-loop', 'tool-loop-nested-child-1']) {
      const calls = callsIn(name);
      expect(calls.filter((call) => call === 'callModel')).toHaveLength(5);
      expect(calls.filter((call) => call === 'runTool')).toHaveLength(5);
      expect(calls.join(' ')).toMatch(/runTool callModel callModel runTool/); // the first was mended
      expect(calls.join(' ')).toMatch(/runTool callModel callModel$/); // and the second
      expect(typesIn(name, 'ACTIVITY_TASK_FAILED')).toBeGreaterThan(0);
    }
  });

  it('loop: a pipeline that is judged twice', () => {
    expect(typesIn('loop', 'ACTIVITY_TASK_COMPLETED')).toBe(8); // two analysts, a writer and the judge
  });

  it('loop-continued: long versions, which are looked into where they stand', () => {
    expect(new Set(localIn('loop-continued'))).toContain('examineText');
    expect(callsIn('loop-continued').length).toBeGreaterThan(10);
  });

  it('thread-summary: notes of a thread, kept, before the first call', () => {
    for (const name of ['thread-summary', 'thread-summary-again'])
      expect(callsIn(name).join(' ')).toMatch(/^openThread (callModel keepSummary )+callModel$/);
  });

  it('team-thread: opened, everybody asked, put into a form, and appended', () => {
    const calls = callsIn('team-thread').filter((name) => !name.endsWith('Texts'));
    expect(calls).toEqual(['openThread', ...Array(4).fill('callModel'), 'appendExchange']);
  });

  it('remember: facts changed in a turn, one call was wrong, and the next agent reads them', () => {
    expect(callsIn('remember').join(' ')).toBe(
      'readFacts callModel changeFact changeFact callModel callModel readFacts callModel',
    );
  });

  it('fail-fast and cancelled: calls and children under way were cancelled', () => {
    for (const name of ['fail-fast', 'cancelled']) {
      expect(typesIn(name, 'ACTIVITY_TASK_CANCELED')).toBe(1);
      expect(typesIn(name, 'EXTERNAL_WORKFLOW_EXECUTION_CANCEL_REQUESTED')).toBe(
        children[name as keyof typeof children],
      );
      expect(typesIn(`${name}-child-1`, 'ACTIVITY_TASK_CANCELED')).toBe(1);
    }
    expect(typesIn('fail-fast', 'WORKFLOW_EXECUTION_FAILED')).toBe(1);
  });

  it.each(['cancelled', 'cancelled-debate', 'cancelled-supervisor'])(
    '%s: a run that was asked to stop while a call was under way',
    (name) => {
      expect(typesIn(name, 'WORKFLOW_EXECUTION_CANCEL_REQUESTED')).toBe(1);
      expect(typesIn(name, 'ACTIVITY_TASK_CANCELED')).toBe(1);
      expect(typesIn(name, 'WORKFLOW_EXECUTION_CANCELED')).toBe(1);
    },
  );

  it('route: a choice of none, and otherwise another route in a run of its own, which chooses one', () => {
    expect(callsIn('route')).toEqual(['callModel']);
    expect(startOf(stored('route-child-1')).workflowType.name).toBe('route');
    expect(callsIn('route-child-1')).toEqual(['callModel', 'callModel', 'callModel']);
  });

  it('steps-as-tools: two calls of one turn, each in a run of its own, and an answer with both', () => {
    expect(callsIn('steps-as-tools')).toEqual(['callModel', 'callModel']);
    const kinds = [1, 2].map(
      (number) => startOf(stored(`steps-as-tools-child-${number}`)).workflowType.name,
    );
    expect(kinds.toSorted()).toEqual(['agent', 'parallel']);
  });

  it('late: a call that ran out of time, and a sibling that ended after it', () => {
    const { events } = stored('late');
    const failed = events.findIndex(({ eventType }) => eventType.endsWith('_TASK_FAILED'));
    const ended = events.findLastIndex(
      ({ eventType }) => eventType.endsWith('_TASK_COMPLETED') && eventType.includes('ACTIVITY'),
    );
    expect(JSON.stringify(events[failed])).toContain('Model.TimedOut');
    expect(ended).toBeGreaterThan(failed);
    expect(typesIn('late', 'WORKFLOW_EXECUTION_COMPLETED')).toBe(1);
    expect(JSON.stringify(stored('late-child-1'))).toContain('Model.TimedOut');
  });

  it('quorum: reached with one failure, and missed with two', () => {
    expect(typesIn('quorum', 'ACTIVITY_TASK_FAILED')).toBe(1);
    expect(typesIn('quorum', 'WORKFLOW_EXECUTION_COMPLETED')).toBe(1);
    expect(typesIn('quorum-missed', 'WORKFLOW_EXECUTION_FAILED')).toBe(1);
    expect(JSON.stringify(stored('quorum-missed'))).toContain('Agents.TooFewSucceeded');
  });

  it('replanned: a plan that was mended, a worker that failed, and another plan', () => {
    expect(stepsIn('replanned')).toEqual([
      ...['plan-1', 'plan-1', '1-t1-A', 'review-1', '1-t2-B', 'review-2'],
      ...['plan-2', 'review-3', 'synthesis'],
    ]);
    expect(typesIn('replanned', 'ACTIVITY_TASK_FAILED')).toBe(1);
    expect(typesIn('replanned-child-1', 'WORKFLOW_EXECUTION_COMPLETED')).toBe(1);
  });

  it('verified: typed tasks, of which one was sent back and accepted, and one never', () => {
    expect(stepsIn('verified')).toEqual([
      ...['plan-1', '1-t1-A', 'verify-1', '1.2-t1-A', 'verify-2', 'review-1'],
      ...['1-t2-B', 'verify-3', '1.2-t2-B', 'verify-4', 'review-2', 'synthesis'],
    ]);
    expect(typesIn('verified', 'WORKFLOW_EXECUTION_COMPLETED')).toBe(1);
  });

  it('debate-inline: a call a debater a round, and a vote of its own for a pattern only', () => {
    const steps = stepsIn('debate-inline');
    expect(steps.filter((step) => step.startsWith('r0-vote-'))).toEqual(['r0-vote-Panel']);
    expect(steps.filter((step) => /^r1-(?:Advocate|Critic|Judge)$/.test(step))).toHaveLength(3);
    expect(steps.at(-1)).toBe('conclusion');
  });

  it('person: answers by signal to the root, of which one was right, and a question in a run of its own', () => {
    expect(typesIn('person', 'WORKFLOW_EXECUTION_SIGNALED')).toBe(3);
    expect(typesIn('person', 'EXTERNAL_WORKFLOW_EXECUTION_SIGNALED')).toBe(2);
    expect(typesIn('person-child-1', 'WORKFLOW_EXECUTION_SIGNALED')).toBe(2);
    expect(typesIn('person-child-1', 'WORKFLOW_PROPERTIES_MODIFIED')).toBe(2);
    expect(typesIn('person-child-1', 'TIMER_CANCELED')).toBe(1);
  });

  it('person-late: nobody answered, while a sibling used a tool', () => {
    const children = ['person-late-child-1', 'person-late-child-2'];
    const of = (kind: string) =>
      children.find((name) => startOf(stored(name)).workflowType.name === kind) ?? '';
    expect(typesIn(of('person'), 'TIMER_FIRED')).toBe(1);
    expect(callsIn(of('agent')).join(' ')).toContain('callModel runTool callModel');
    expect(typesIn('person-late', 'WORKFLOW_EXECUTION_COMPLETED')).toBe(1);
  });

  it('approvals: one by update, one denied by signal, one late, and a call that needed none', () => {
    expect(typesIn('approvals', 'WORKFLOW_EXECUTION_UPDATE_COMPLETED')).toBe(1);
    expect(typesIn('approvals', 'WORKFLOW_EXECUTION_SIGNALED')).toBe(1);
    expect(typesIn('approvals', 'TIMER_FIRED')).toBe(1);
    expect(callsIn('approvals').filter((call) => call === 'runTool')).toHaveLength(2);
    expect(callsIn('approvals').filter((call) => call === 'tellQuestion')).toHaveLength(3);
  });

  it('checks: in all four places, an answer that was sent back, and one that was rewritten and kept', () => {
    const made = callsIn('checks').filter((call) => call === 'runTransform');
    expect(made).toHaveLength(4);
    expect(callsIn('checks').join(' ')).toMatch(/^runTransform .*runTransform runTool callModel/);
    expect(callsIn('checks').at(-1)).toBe('appendExchange');
    expect(typesIn('checks-stopped', 'WORKFLOW_EXECUTION_FAILED')).toBe(1);
    expect(callsIn('checks-stopped-child-1')).toEqual([
      'describeTools',
      'callModel',
      'runTransform',
    ]);
  });

  it('local-calls: three calls in the task that has begun with them, of which the first ended after the second', () => {
    expect(callsIn('local-calls')).toEqual([]);
    expect(localIn('local-calls')).toEqual(['storeTexts', 'callModel', 'callModel', 'callModel']);
    const ends = localEndsIn(stored('local-calls')).map(({ activityId }) => activityId);
    expect(ends).toEqual(['1', '3', '2', '4']);
    expect(typesIn('local-calls', 'WORKFLOW_TASK_COMPLETED')).toBe(1);
  });

  it('local-tool-loop: turns that are local, and tools that are not', () => {
    expect(callsIn('local-tool-loop').join(' ')).toBe('describeTools runTool runTool runTool');
    expect(localIn('local-tool-loop')).toEqual(['callModel', 'callModel', 'callModel']);
  });

  it('inline: patterns in patterns, whose long texts are stored here, and no child run', () => {
    expect(stepsIn('inline')).toEqual([
      ...['1-Team/Ann', '1-Team/Bo', '1-Team/Inner/1-Cy', '1-Team/Inner/2-Dee'],
      ...['2-Judge-transform/Eve', '2-Judge-transform/Flo', '2-Judge'],
    ]);
    expect(localIn('inline')).toEqual(['storeTexts', 'storeTexts']);
    expect(typesIn('inline', 'START_CHILD_WORKFLOW_EXECUTION_INITIATED')).toBe(0);
  });

  it('inline-cancelled: a call that was stopped through the store', () => {
    expect(localIn('inline-cancelled')).toEqual(['stopCalls']);
    expect(stepsIn('inline-cancelled')).toEqual(['1-Team/Good', '1-Team/Slow']);
    expect(typesIn('inline-cancelled', 'ACTIVITY_TASK_CANCEL_REQUESTED')).toBe(1);
    expect(typesIn('inline-cancelled', 'WORKFLOW_EXECUTION_CANCELED')).toBe(1);
  });

  it('own-report and own-panel: patterns, closures and single steps in a workflow', () => {
    const report = stepsIn('own-report');
    expect(new Set(report.slice(0, 2))).toEqual(new Set(['Ann', 'Ben'])); // in no order: each reads facts first
    expect(report.slice(2)).toEqual(['1-Writer', '2-Editor', '3-Translator']);
    const panel = ['Host', 'asked', 'asked', '', 'plan-1', 'r0-Ann', 'r1-vote-Ben', 'conclusion'];
    expect(stepsIn('own-panel')).toEqual(expect.arrayContaining(panel));
    for (const name of ['own-report', 'own-panel']) expect(callsIn(name)).toContain('readTexts');
  });
});

/** Paths of the steps that a run has asked a model for, in order. */
function stepsIn(name: string): string[] {
  const asked = scheduledIn(stored(name)).filter((call) => call.activityType.name === 'callModel');
  return asked.map(({ input }) => {
    const [payload] = (input as { payloads: { data: string }[] }).payloads;
    const call = JSON.parse(Buffer.from(payload?.data ?? '', 'base64').toString()) as ModelCall;
    return call.key.step;
  });
}
