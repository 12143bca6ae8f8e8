import { DeterminismViolationError } from '@temporalio/workflow';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { replayHistory } from '../../src/testing/index.ts';
import { ofType } from '../support/run-history.ts';
import {
  isOwn,
  names,
  replayAll,
  type Replayed,
  scheduledIn,
  stored,
  withCallsSwapped,
  withOtherFirstCall,
  withOtherLocal,
} from './stored-histories.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const ours = names.filter((name) => !isOwn(name));

describe('a run that was started before goes on as it began:', () => {
  let replayed: Replayed = {};
  beforeAll(async () => {
    replayed = await replayAll(Object.fromEntries(ours.map((name) => [name, stored(name)])));
  });

  it.each(ours)('%s', (name) => {
    expect(replayed[name]).toBeNull();
  });
});

describe('another first call is found:', () => {
  const changed = Object.fromEntries(
    ours.flatMap((name) => {
      const history = withOtherFirstCall(name);
      return history === undefined ? [] : [[name, history]];
    }),
  );
  let replayed: Replayed = {};
  beforeAll(async () => {
    replayed = await replayAll(changed);
  });

  it.each(Object.keys(changed))('%s', (name) => {
    expect(replayed[name]).toBeInstanceOf(DeterminismViolationError);
  });
});

it.each(['local-calls', 'local-tool-loop', 'inline', 'inline-cancelled'])(
  'another local activity is found: %s',
  async (name) => {
    await expect(replayHistory(withOtherLocal(name))).rejects.toThrow(/Nondeterminism/i);
  },
);

it.each(['tool-loop', 'thread-summary', 'remember', 'pipeline'])(
  'two calls in another order are found: %s',
  async (name) => {
    const history = withCallsSwapped(name);
    await expect(replayHistory(history)).rejects.toThrow(DeterminismViolationError);
  },
);

describe('a change of what a run does is found:', () => {
  it.each([
    ['a user context', 'user-context-continued', '_SIGNALED'],
    ['a debate', 'debate-continued', '_ACTIVITY_TASK_COMPLETED'],
    ['an agent', 'tool-loop-continued', '_ACTIVITY_TASK_COMPLETED'],
  ])('%s that goes on where it continued as new', async (_, name, ending) => {
    const history = stored(name);
    const last = history.events.findLastIndex(({ eventType }) => eventType.endsWith(ending));
    history.events.splice(last, 1);
    for (const [index, event] of history.events.entries()) event.eventId = String(index + 1);
    await expect(replayHistory(history)).rejects.toThrow(DeterminismViolationError);
  });

  it('a call more before another', async () => {
    const history = stored('pipeline');
    const [first] = scheduledIn(history);
    if (first) first.activityId = '2';
    await expect(replayHistory(history)).rejects.toThrow(/Nondeterminism/i);
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
