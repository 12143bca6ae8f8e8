import { hostname } from 'node:os';
import type { Client } from '@temporalio/client';
import { pollersOf } from '../../client/runs/pollers.ts';
import { splitPath } from '../../core/step-path.ts';
import { describeRun } from './describe-run.ts';

/** After an interruption nobody waits long for an answer. */
const limitMs = 2_000;

/** Whether another process than this one serves a queue, as far as the server tells. */
export async function isServedElsewhere(temporal: Client, queue: string): Promise<boolean> {
  const asked = temporal.withDeadline(Date.now() + limitMs, () =>
    pollersOf(temporal, { queue, kind: 'workflows' }),
  );
  const identities = await asked.catch(() => []);
  return identities.some(isAnother);
}

/** What to say of a run that goes on only if somebody serves it, and nobody does; else `undefined`. */
export async function unservedNote(temporal: Client, id: string): Promise<string | undefined> {
  const root = splitPath(id)[0] ?? id;
  const { status, taskQueue } = await describeRun(temporal, root);
  if (status.name !== 'RUNNING' || (await isServedElsewhere(temporal, taskQueue))) return undefined;
  return `Nobody serves run '${root}' now: 'durable-agents resume ${root}' continues it.`;
}

/** A worker of Temporal's SDK is called `PID@HOST`. */
function isAnother(identity: string): boolean {
  const [, pid, host] = /^(\d+)@(.*)$/.exec(identity) ?? [];
  if (pid === undefined || host !== hostname()) return true;
  return Number(pid) !== process.pid && isAlive(Number(pid));
}

/** Whether a process is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0); // throws when there is no such process
    return true;
  } catch {
    return false;
  }
}
