import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, type InjectedSinks } from '@temporalio/worker';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { callIdentity, childIdentity, localIdentity } from '../support/call-identity.ts';
import type { RecordingSinks } from '../support/recording-interceptors.ts';
import {
  type History,
  localEndsIn,
  names,
  replayAll,
  type Replayed,
  type Scheduled,
  scheduledIn,
  startOf,
  stored,
  withResultsSwapped,
} from './stored-histories.ts';

// The SDK compares the types and the ids of calls with a history, not what they are asked: two calls
// of a fan-out that have changed places replay without an error, and get each other's replies.

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

/** Steps that are started when they are cancelled already, so that their calls never leave the workflow. */
const withdrawn: Record<string, string[]> = {
  'own-panel': ['stopped-1', 'stopped-2'],
  'inline-cancelled': ['2-Next'],
};

let workflowBundle: { code: string };

beforeAll(async () => {
  const silent = () => undefined;
  workflowBundle = await bundleWorkflowCode({
    workflowsPath: pathOf('./own-workflows/workflows.ts'), // exports ours as well
    workflowInterceptorModules: [pathOf('../support/recording-interceptors.ts')],
    logger: {
      log: silent,
      trace: silent,
      debug: silent,
      info: silent,
      warn: silent,
      error: silent,
    },
  });
});

describe('a run makes the same calls of the same things in the same order:', () => {
  let replay: Replay;
  beforeAll(async () => {
    replay = await callsMadeIn(Object.fromEntries(names.map((name) => [name, stored(name)])));
  });

  it.each(names)('%s', (name) => {
    expect(replay.replayed[name]).toBeNull();
    const made = replay.made[name] ?? [];
    const steps = withdrawn[name] ?? [];
    const sent = made.filter((call) => !steps.some((step) => call.includes(`"${step}"`)));
    expect(sent.filter(isNot('local'))).toEqual(callsRecordedIn(stored(name)));
    expect(sent.filter(isNot('child'))).toEqual(activitiesRecordedIn(stored(name)));
    expect(made.length - sent.length).toBe(steps.length);
  });

  it('and they are many, of every kind of activity', () => {
    const made = Object.values(replay.made).flat();
    expect(made.length).toBeGreaterThan(200);
    expect(new Set(made.map((call) => call.split(' ')[0]))).toEqual(
      new Set([
        ...['callModel', 'describeTools', 'runTool', 'runTransform', 'storeTexts', 'readTexts'],
        ...['readFacts', 'changeFact', 'openThread', 'keepSummary', 'appendExchange'],
        ...['child', 'local'],
        ...['tellEvents', 'tellQuestion', 'storeList', 'gatherAnswers'],
      ]),
    );
    const local = made.filter((call) => call.startsWith('local '));
    expect(new Set(local.map((call) => call.split(' ')[1]))).toEqual(
      new Set([
        ...['callModel', 'storeTexts', 'stopCalls', 'tellEvents', 'examineText'],
        ...['partsOf', 'openItems', 'settleItems'],
      ]),
    );
  });
});

describe('two calls of a fan-out that have changed places are found, though they replay:', () => {
  it.each(['quorum', 'debate', 'supervisor-child-1', 'tool-loop', 'remember', 'inline'])(
    '%s',
    async (name) => {
      const history = withInputsSwapped(name);
      const { replayed, made } = await callsMadeIn({ [name]: history });
      expect(replayed[name]).toBeNull();
      const asked = made[name]?.filter(isNot('local'));
      expect(asked).toEqual(callsRecordedIn(stored(name)));
      expect(asked).not.toEqual(callsRecordedIn(history));
    },
  );

  it('local-calls, where both are local activities', async () => {
    const name = 'local-calls';
    const history = withResultsSwapped(name, 1, 2);
    const { replayed, made } = await callsMadeIn({ [name]: history });
    expect(replayed[name]).toBeNull();
    expect(made[name]).toEqual(activitiesRecordedIn(stored(name)));
    expect(made[name]).not.toEqual(activitiesRecordedIn(history));
  });
});

const isNot = (kind: 'local' | 'child') => (call: string) => !call.startsWith(`${kind} `);

interface Replay {
  replayed: Replayed;
  /** What each run has called, by the history's name. */
  made: Record<string, string[]>;
}

async function callsMadeIn(histories: Record<string, History>): Promise<Replay> {
  const byRun = new Map(
    Object.entries(histories).map(([name, each]) => [startOf(each).originalExecutionRunId, name]),
  );
  const made: Record<string, string[]> = {};
  const record = (runId: string, identity: string) => {
    (made[byRun.get(runId) ?? runId] ??= []).push(identity);
  };
  const sinks: InjectedSinks<RecordingSinks> = {
    calls: {
      made: { fn: ({ runId }, identity) => record(runId, identity), callDuringReplay: true },
    },
  };
  return { replayed: await replayAll(histories, { workflowBundle, sinks }), made };
}

interface Initiated {
  workflowType: { name: string };
  workflowId: string;
}

/** What a history says was called elsewhere, in order. */
function callsRecordedIn({ events }: History): string[] {
  return events.flatMap((event) => {
    const call = event['activityTaskScheduledEventAttributes'] as Scheduled | undefined;
    const child = event['startChildWorkflowExecutionInitiatedEventAttributes'] as
      | Initiated
      | undefined;
    if (call) return [callIdentity(call.activityType.name, inputOf(call))];
    return child ? [childIdentity(child.workflowType.name, child.workflowId)] : [];
  });
}

/** What a history says which activities were started, in order: they are numbered together, local or not. */
function activitiesRecordedIn(history: History): string[] {
  const remote = scheduledIn(history).map((call) => ({
    activityId: call.activityId,
    identity: callIdentity(call.activityType.name, inputOf(call)),
  }));
  const local = localEndsIn(history).map(({ activityId, activityType, replyId }) => ({
    activityId,
    identity: localIdentity(activityType, replyId),
  }));
  return [...remote, ...local]
    .toSorted((one, other) => Number(one.activityId) - Number(other.activityId))
    .map(({ identity }) => identity);
}

function inputOf({ input }: Scheduled): unknown {
  const [payload] = (input as { payloads: { data: string }[] }).payloads;
  return JSON.parse(Buffer.from(payload?.data ?? '', 'base64').toString());
}

/** A history in which two calls of one kind, scheduled together, have each other's inputs. */
function withInputsSwapped(name: string): History {
  const history = stored(name);
  const calls = scheduledIn(history);
  const at = calls.findIndex(
    ({ activityType, workflowTaskCompletedEventId }, index) =>
      activityType.name === calls[index + 1]?.activityType.name &&
      workflowTaskCompletedEventId === calls[index + 1]?.workflowTaskCompletedEventId,
  );
  const [before, after] = [calls[at], calls[at + 1]];
  if (!before || !after) throw new Error(`'${name}' has no two calls of a kind side by side`);
  [before.input, after.input] = [after.input, before.input];
  return history;
}

function pathOf(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}
