import { readdirSync, readFileSync } from 'node:fs';
import { DeterminismViolationError } from '@temporalio/workflow';
import { describe, expect, it, vi } from 'vitest';
import { replayHistory } from '../../src/testing/index.ts';
import { type EventJson, ofType } from '../support/run-history.ts';

vi.setConfig({ testTimeout: 30_000 });

interface History {
  events: EventJson[];
}

const folder = new URL('./histories/', import.meta.url);
const names = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));

function stored(name: string): History {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as History;
}

it('there is a history for every pattern, for a nested one and its children, and for user contexts', () => {
  const told = new Set(names.flatMap((name) => kindOf(stored(name))));
  const patterns = ['agent', 'parallel', 'pipeline', 'supervisor', 'debate'];
  expect(told).toEqual(new Set([...patterns, 'userContext']));
  expect(names).toEqual(expect.arrayContaining(['nested', 'nested-child-1', 'nested-child-2']));
  const ended = ofType(
    stored('user-context-continued').events,
    'WORKFLOW_EXECUTION_CONTINUED_AS_NEW',
  );
  expect(ended).toHaveLength(1);
});

it.each(names)('a run that was started before goes on as it began: %s', async (name) => {
  await expect(replayHistory(stored(name))).resolves.toBeUndefined();
});

describe('a change of what a run does is found:', () => {
  it('a user context that goes on where it continued as new', async () => {
    const history = stored('user-context-continued');
    const last = history.events.findLastIndex(({ eventType }) => eventType.endsWith('_SIGNALED'));
    history.events.splice(last, 1);
    for (const [index, event] of history.events.entries()) event.eventId = String(index + 1);
    await expect(replayHistory(history)).rejects.toThrow(DeterminismViolationError);
  });

  it.each(names.filter((name) => scheduledIn(stored(name)).length > 0))(
    'another first call in %s',
    async (name) => {
      const history = stored(name);
      const [first] = scheduledIn(history);
      expect(first?.activityType.name).toMatch(/^(callModel|storeTexts)$/);
      if (first) first.activityType.name = 'askModel';
      await expect(replayHistory(history)).rejects.toThrow(DeterminismViolationError);
    },
  );

  it('a call more before another', async () => {
    const history = stored('pipeline');
    const [first] = scheduledIn(history);
    if (first) first.activityId = '2';
    await expect(replayHistory(history)).rejects.toThrow(/Nondeterminism/i);
  });

  it('two calls in another order', async () => {
    const history = stored('pipeline');
    const calls = scheduledIn(history);
    const shortened = calls.findIndex(({ activityType }) => activityType.name === 'runTransform');
    const [before, after] = [calls[shortened - 1], calls[shortened]];
    if (!before || !after) throw new Error('this history has no transform after a call');
    [before.activityType, after.activityType] = [after.activityType, before.activityType];
    await expect(replayHistory(history)).rejects.toThrow(DeterminismViolationError);
  });

  it('a child run of another pattern, or under another id', async () => {
    for (const change of [
      { workflowType: { name: 'pipeline' } },
      { workflowId: 'nested/1-Crew' },
    ]) {
      const history = stored('nested');
      const [initiated] = ofType(history.events, 'START_CHILD_WORKFLOW_EXECUTION_INITIATED');
      Object.assign(
        initiated?.['startChildWorkflowExecutionInitiatedEventAttributes'] as object,
        change,
      );
      await expect(replayHistory(history)).rejects.toThrow(DeterminismViolationError);
    }
  });
});

it('prompts and timeouts may change under a run that is under way', async () => {
  const history = stored('pipeline');
  for (const call of scheduledIn(history)) {
    call.input = { payloads: [] };
    call.startToCloseTimeout = '1s';
  }
  await expect(replayHistory(history)).resolves.toBeUndefined();
});

interface Scheduled {
  activityId: string;
  activityType: { name: string };
  input: unknown;
  startToCloseTimeout: string;
}

/** What the history says of each call, to be changed in place. */
function scheduledIn({ events }: History): Scheduled[] {
  return ofType(events, 'ACTIVITY_TASK_SCHEDULED').map(
    (event) => event['activityTaskScheduledEventAttributes'] as Scheduled,
  );
}

function kindOf({ events }: History): string {
  const started = events[0]?.['workflowExecutionStartedEventAttributes'];
  return (started as { workflowType: { name: string } }).workflowType.name;
}
