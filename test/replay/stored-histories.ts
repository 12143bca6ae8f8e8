import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type ReplayWorkerOptions, Worker } from '@temporalio/worker';
import { installRuntime } from '../../src/workers/temporal-runtime.ts';
import { workflowBundle as ourBundle } from '../../src/workers/workflow-bundle.ts';
import { type EventJson, ofType } from '../support/run-history.ts';

export interface History {
  events: EventJson[];
}

const folder = new URL('./histories/', import.meta.url);
const ending = /\.json(\.gz)?$/;
const files = new Map(readdirSync(folder).map((file) => [file.replace(ending, ''), file]));

/** Names of the stored histories, in order. */
export const names = [...files.keys()].toSorted();

/** A stored history, new each time, so that a test may change it. */
export function stored(name: string): History {
  const file = files.get(name);
  if (file === undefined) throw new Error(`there is no history '${name}'`);
  const bytes = readFileSync(new URL(file, folder));
  return JSON.parse((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()) as History;
}

interface Started {
  workflowType: { name: string };
  workflowId: string;
  originalExecutionRunId: string;
}

/** How the workflow of a history was started. */
export function startOf({ events }: History): Started {
  return events[0]?.['workflowExecutionStartedEventAttributes'] as Started;
}

export interface Scheduled {
  activityId: string;
  activityType: { name: string };
  input: unknown;
  startToCloseTimeout: string;
  workflowTaskCompletedEventId: string;
}

/** What a history says of each call, to be changed in place. */
export function scheduledIn({ events }: History): Scheduled[] {
  return ofType(events, 'ACTIVITY_TASK_SCHEDULED').map(
    (event) => event['activityTaskScheduledEventAttributes'] as Scheduled,
  );
}

/** What a history says of a local activity, when it has ended. */
export interface LocalEnd {
  activityId: string;
  activityType: string;
  /** Id of the reply to a model call. */
  replyId: string | undefined;
}

interface Marker {
  details: { data: Payloads; result?: Payloads };
}

interface Payloads {
  payloads: { data: string }[];
}

/** The local activities of a history, in the order of their ends. */
export function localEndsIn(history: History): LocalEnd[] {
  return markersIn(history).map(({ details }) => {
    const noted = read(details.data) as { activity_id: string; activity_type: string };
    const { message } = (read(details.result) ?? {}) as { message?: string };
    return { activityId: noted.activity_id, activityType: noted.activity_type, replyId: message };
  });
}

function markersIn({ events }: History): Marker[] {
  return ofType(events, 'MARKER_RECORDED')
    .map((event) => event['markerRecordedEventAttributes'] as Marker & { markerName: string })
    .filter(({ markerName }) => markerName === 'core_local_activity');
}

function read(payloads: Payloads | undefined): unknown {
  const data = payloads?.payloads[0]?.data;
  return data === undefined ? undefined : JSON.parse(Buffer.from(data, 'base64').toString());
}

/** A history in which two local activities, given by their places, have each other's results. */
export function withResultsSwapped(name: string, one: number, other: number): History {
  const history = stored(name);
  const [first, second] = [markersIn(history)[one], markersIn(history)[other]];
  if (!first || !second) throw new Error(`'${name}' has fewer local activities`);
  [first.details.result, second.details.result] = [second.details.result, first.details.result];
  return history;
}

/** A history in which the first local activity is another one. */
export function withOtherLocal(name: string): History {
  const history = stored(name);
  const [payload] = markersIn(history)[0]?.details.data.payloads ?? [];
  if (!payload) throw new Error(`'${name}' has no local activity`);
  const noted = JSON.parse(Buffer.from(payload.data, 'base64').toString()) as object;
  const changed = JSON.stringify({ ...noted, activity_type: 'askModel' });
  payload.data = Buffer.from(changed).toString('base64');
  return history;
}

/** Whether a history is one of a user's own workflows, which our bundle does not hold. */
export const isOwn = (name: string): boolean =>
  startOf(stored(name)).workflowType.name.startsWith('own');

/** By name, why a history does not go as it is stored; `null` where it does. */
export type Replayed = Record<string, Error | null>;

/** Replays histories by name. One worker for all of them: a worker each takes five times as long. */
export async function replayAll(
  histories: Record<string, History>,
  options: ReplayWorkerOptions = { workflowBundle: ourBundle() },
): Promise<Replayed> {
  installRuntime(() => undefined);
  const asked = Object.values(histories).map((history) => ({
    workflowId: startOf(history).workflowId,
    history,
  }));
  const byRun = new Map(
    Object.entries(histories).map(([name, each]) => [startOf(each).originalExecutionRunId, name]),
  );
  const replayed: Replayed = {};
  for await (const { runId, error } of Worker.runReplayHistories(options, asked)) {
    const name = byRun.get(runId);
    if (name === undefined) throw new Error(`a run was replayed that was not asked for: ${runId}`);
    replayed[name] = error ?? null;
  }
  return replayed;
}

/** A history in which the first call is another one; `undefined`: it has none. */
export function withOtherFirstCall(name: string): History | undefined {
  const history = stored(name);
  const [first] = scheduledIn(history);
  if (first === undefined) return undefined;
  first.activityType.name = 'askModel';
  return history;
}

/** A history in which two calls that follow one another have changed places. */
export function withCallsSwapped(name: string): History {
  const history = stored(name);
  const calls = scheduledIn(history);
  const at = calls.findIndex(
    ({ activityType }, index) => activityType.name !== calls[index + 1]?.activityType.name,
  );
  const [before, after] = [calls[at], calls[at + 1]];
  if (!before || !after) throw new Error(`'${name}' has no two calls of different kinds`);
  [before.activityType, after.activityType] = [after.activityType, before.activityType];
  return history;
}
