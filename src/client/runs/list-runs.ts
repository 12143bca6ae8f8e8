import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { z } from 'zod';
import { kindNames } from '../../core/kinds/registry.ts';
import type { Kind } from '../../core/kinds/step.ts';
import { parseInput } from '../../core/parse-input.ts';
import type { RunStatus } from '../progress/run-progress.ts';
import { askingRuns } from '../questions/inbox.ts';
import { costsOf } from './run-costs.ts';
import { isUnknownAttribute } from './search-attributes.ts';
import type { ServerClient } from './server-client.ts';

/** A run, as a list shows it. */
export interface ListedRun {
  id: string;
  status: RunStatus;
  kind: Kind;
  /** Of its step; `null` where it was not told. */
  name: string | null;
  /** How its input begins; `null` for runs of earlier versions. */
  question: string | null;
  /** ISO 8601; of a run that was continued as new, when it first began. */
  startedAt: string;
  /** Up to its end, or up to now; milliseconds. */
  durationMs: number;
  /** US dollars, of the calls that are answered; `null` where it is not known. */
  cost: number | null;
}

/** Which runs. */
export interface ListOptions {
  status?: RunStatus;
  kind?: Kind;
  /** Whose user context they share. */
  user?: string;
  /** Of their step. */
  name?: string;
  /** Only those in which a question waits for a person. Default `false`. */
  waiting?: boolean;
  /** At most so many, the newest ones, 1 to 1,000. Default 20. */
  limit?: number;
  /** The `next` of the page before: only runs behind it. Default: from the newest on. */
  after?: string;
}

/** Some of the runs, and where they go on. */
export interface RunPage {
  /** The newest first. */
  runs: ListedRun[];
  /** The `after` of the next page; `null` where there is none. */
  next: string | null;
}

/** As a query of the server calls them. */
const statuses = {
  running: 'Running',
  completed: 'Completed',
  failed: 'Failed',
  cancelled: 'Canceled',
  terminated: 'Terminated',
  timedOut: 'TimedOut',
} as const satisfies Record<RunStatus, string>;

type StatusName = WorkflowExecutionInfo['status']['name'];

/** As the SDK calls them; what has not ended as far as is known runs. */
export const statusOf: Record<StatusName, RunStatus> = {
  RUNNING: 'running',
  COMPLETED: 'completed',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
  TERMINATED: 'terminated',
  TIMED_OUT: 'timedOut',
  CONTINUED_AS_NEW: 'running',
  PAUSED: 'running',
  UNSPECIFIED: 'running',
  UNKNOWN: 'running',
};

/** When the last run of a page began, and its id: what begins meanwhile moves no page. */
const cursorForm = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)\/(.+)$/s;

const optionsSchema = z.strictObject({
  status: z.enum(Object.keys(statuses) as [RunStatus, ...RunStatus[]]).optional(),
  kind: z.enum(kindNames as [Kind, ...Kind[]]).optional(),
  user: z.string().min(1).optional(),
  name: z.string().min(1).optional(),
  waiting: z.boolean().default(false),
  limit: z.int().min(1).max(1_000).default(20),
  after: z
    .string()
    .regex(cursorForm, "it is no cursor: give the 'next' of the page before")
    .optional(),
} satisfies Record<keyof ListOptions, z.ZodType>);

/**
 * Executions that are looked at, the latest to end first, which is the server's order: only all of
 * them tell which runs began last, as one that was continued as new is several.
 */
const lookedAt = 10_000;

/**
 * Reads which runs are wanted.
 *
 * @throws `Input.Invalid` for an option that is none
 */
export function readListOptions(given: ListOptions) {
  return parseInput(optionsSchema, given, 'runs.list()');
}

/**
 * The runs that there are, the newest first: outermost ones, which clients have started.
 *
 * @throws `Input.Invalid` for an option that is none
 */
export async function pageRuns(client: ServerClient, given: ListOptions): Promise<RunPage> {
  const { limit, after, waiting, ...wanted } = readListOptions(given);
  const asking = waiting ? await askingRuns(client.temporal) : null;
  const found = wholeRuns(await findRuns(client.temporal, wanted))
    .filter((info) => wanted.name === undefined || info.memo?.['name'] === wanted.name)
    .filter(({ workflowId }) => asking === null || asking.has(workflowId))
    .toSorted(newestFirst);
  const last = after === undefined ? undefined : placeOf(after);
  const behind = last === undefined ? found : found.filter((info) => newestFirst(last, info) < 0);
  const page = behind.slice(0, limit);
  const costs = await costsOf(client, page);
  const end = behind.length > limit ? page.at(-1) : undefined;
  return {
    runs: page.map((info) => listed(info, costs.get(info.workflowId) ?? null)),
    next: end === undefined ? null : `${end.startTime.toISOString()}/${end.workflowId}`,
  };
}

type Place = Pick<WorkflowExecutionInfo, 'workflowId' | 'startTime'>;

/** By when they began; ids tell apart those that began in the same millisecond. */
function newestFirst(one: Place, other: Place): number {
  const later = other.startTime.getTime() - one.startTime.getTime();
  if (later !== 0) return later;
  return one.workflowId < other.workflowId ? -1 : Number(one.workflowId > other.workflowId);
}

function placeOf(cursor: string): Place {
  const [, began = '', workflowId = ''] = cursorForm.exec(cursor) ?? [];
  return { workflowId, startTime: new Date(began) };
}

const continued = 'CONTINUED_AS_NEW';

/** Executions as runs: one that was continued as new, perhaps often, is one run, by its last execution. */
function wholeRuns(found: readonly WorkflowExecutionInfo[]): WorkflowExecutionInfo[] {
  const began = new Map<string, Date>();
  for (const { workflowId, startTime } of found) {
    const known = began.get(workflowId);
    if (known === undefined || startTime < known) began.set(workflowId, startTime);
  }
  return found
    .filter(({ status }) => status.name !== continued)
    .map((info) => ({ ...info, startTime: began.get(info.workflowId) ?? info.startTime }));
}

type Wanted = Pick<ListOptions, 'status' | 'kind' | 'user'>;

/** By our search attributes, which only runs have; a cluster that does not know them is asked by type. */
async function findRuns(temporal: Client, wanted: Wanted): Promise<WorkflowExecutionInfo[]> {
  const { status, kind, user } = wanted;
  const ofStatus =
    status === undefined ? [] : [`ExecutionStatus IN ('${statuses[status]}', 'ContinuedAsNew')`]; // these tell the beginning
  const ofKind = kind === undefined ? [] : [`AgentsPattern = '${kind}'`];
  const ofUser = user === undefined ? [] : [`AgentsUser = ${quoted(user)}`];
  const types = (kind === undefined ? kindNames : [kind]).map((each) => `'${each}'`).join(', ');
  const byType = `WorkflowType IN (${types})`;
  try {
    return await readAll(temporal, [byType, ...ofKind, ...ofStatus, ...ofUser]);
  } catch (error) {
    if (!isUnknownAttribute(error)) throw error;
    return user === undefined ? await readAll(temporal, [byType, ...ofStatus]) : [];
  }
}

function quoted(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

async function readAll(temporal: Client, conditions: readonly string[]) {
  const found: WorkflowExecutionInfo[] = [];
  for await (const info of temporal.workflow.list({ query: conditions.join(' AND ') })) {
    if (!info.parentExecution && info.memo?.['request'] !== undefined) found.push(info);
    if (found.length >= lookedAt) break;
  }
  return found;
}

function listed(info: WorkflowExecutionInfo, cost: number | null): ListedRun {
  const { workflowId: id, type, status, memo, startTime, closeTime } = info;
  return {
    id,
    status: statusOf[status.name],
    kind: type as Kind,
    name: textOf(memo?.['name']),
    question: textOf(memo?.['question']),
    startedAt: startTime.toISOString(),
    durationMs: (closeTime?.getTime() ?? Date.now()) - startTime.getTime(),
    cost,
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
