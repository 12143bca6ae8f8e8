import { hostname } from 'node:os';
import type { Client } from '@temporalio/client';
import { pollersOf } from '../../client/runs/pollers.ts';

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

/** Whether a worker is another process, and there: one of Temporal's SDK is called `PID@HOST`. */
export function isAnother(identity: string): boolean {
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
