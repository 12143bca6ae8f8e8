import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowExecutionDescription } from '@temporalio/client';
import type { RunHandle } from '../client/runs/run-handle.ts';
import type { ServerClient } from '../client/runs/server-client.ts';
import { refuse } from './input/refused-input.ts';
import { aborted } from './interrupt.ts';
import type { Answer } from './output.ts';
import { describeRun } from './place/describe-run.ts';
import { isServedElsewhere } from './place/served-elsewhere.ts';

/** How long it is waited for the end of a run that somebody serves, in ms. */
const endsWithinMs = 30_000;

/**
 * Cancels a run, and waits until it has ended, or Ctrl-C. One that nobody serves ends as soon as
 * somebody does.
 *
 * @throws `Input.Invalid` when it has ended otherwise, or there is no such run
 */
export async function cancelRun(
  { temporal }: ServerClient,
  handle: RunHandle,
  interrupted: AbortSignal,
): Promise<Answer> {
  const { id } = handle;
  const run = await describeRun(temporal, id);
  if (!isRunning(run)) throw endedAlready(run);
  await handle.cancel();
  if (!(await isServedElsewhere(temporal, run.taskQueue))) {
    const text = `Run '${id}' is to be cancelled: as nobody serves it, that is done by 'durable-agents resume ${id}'.`;
    return { document: documentOf(id, 'running'), text };
  }
  const left = aborted(interrupted).then(() => undefined);
  const ended = await Promise.race([endOf(temporal, id), left]);
  if (ended === undefined) {
    const text = `Run '${id}' was told to end, and has not yet.`;
    return { document: documentOf(id, 'running'), text };
  }
  if (ended.status.name !== 'CANCELLED') throw endedAlready(ended); // just before it was told to
  const text = `Run '${id}' is cancelled; 'durable-agents show ${id}' shows what it had finished.`;
  return { document: documentOf(id, 'cancelled'), text };
}

async function endOf(
  temporal: ServerClient['temporal'],
  id: string,
): Promise<WorkflowExecutionDescription | undefined> {
  for (const end = Date.now() + endsWithinMs; Date.now() < end; await sleep(100)) {
    const run = await describeRun(temporal, id);
    if (!isRunning(run)) return run;
  }
  return undefined;
}

/** Also of one that is just continued as new. */
function isRunning({ status }: WorkflowExecutionDescription): boolean {
  return status.name === 'RUNNING' || status.name === 'CONTINUED_AS_NEW';
}

function endedAlready({ workflowId, status }: WorkflowExecutionDescription) {
  const how = status.name.toLowerCase().replaceAll('_', ' ');
  return refuse(`run '${workflowId}' has ended already (${how}): there is nothing to cancel`);
}

function documentOf(id: string, status: 'running' | 'cancelled'): object {
  return { success: true, id, status, cancelRequested: true };
}
