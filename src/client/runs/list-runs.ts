import { type Client, ServiceError, type WorkflowExecutionInfo } from '@temporalio/client';
import { z } from 'zod';
import { kindNames } from '../../core/kinds/registry.ts';
import type { Kind } from '../../core/kinds/step.ts';
import { parseInput } from '../../core/parse-input.ts';
import type { RunStatus } from '../progress/run-progress.ts';
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
  /** At most so many, the newest ones. Default 20. */
  limit?: number;
}

const statuses = {
  running: 'Running',
  completed: 'Completed',
  failed: 'Failed',
  cancelled: 'Canceled',
  terminated: 'Terminated',
  timedOut: 'TimedOut',
} as const satisfies Record<RunStatus, string>;

const optionsSchema = z.strictObject({
  status: z.enum(Object.keys(statuses) as [RunStatus, ...RunStatus[]]).optional(),
  kind: z.enum(kindNames as [Kind, ...Kind[]]).optional(),
  user: z.string().min(1).optional(),
  name: z.string().min(1).optional(),
  limit: z.int().min(1).max(1_000).default(20),
});

/** Runs that are looked at, to find the newest ones. */
const lookedAt = 1_000;

/**
 * The runs that there are, the newest first: outermost ones, which clients have started.
 *
 * @throws `Input.Invalid` for an option that is none
 */
export async function listRuns(client: ServerClient, given: ListOptions): Promise<ListedRun[]> {
  const { limit, ...wanted } = parseInput(optionsSchema, given, 'runs.list()');
  const found = wholeRuns(await findRuns(client.temporal, wanted));
  const newest = found
    .filter((info) => wanted.name === undefined || info.memo?.['name'] === wanted.name)
    .toSorted((a, b) => b.startTime.getTime() - a.startTime.getTime())
    .slice(0, limit);
  const costs = await client.readCosts?.(newest.map(({ workflowId }) => workflowId));
  return newest.map((info) => listed(info, costs?.get(info.workflowId) ?? null));
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
    if (
      !(error instanceof ServiceError) ||
      !/search attribute|column name|AgentsPattern|AgentsUser/i.test(String(error.cause))
    )
      throw error;
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
  const entry = Object.entries(statuses).find(
    ([, name]) => name.toUpperCase() === status.name.replaceAll('_', ''),
  );
  return {
    id,
    status: (entry?.[0] ?? 'running') as RunStatus,
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
