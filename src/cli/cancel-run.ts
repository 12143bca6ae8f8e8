import { setTimeout as sleep } from 'node:timers/promises';
import type { RunHandle } from '../client/runs/run-handle.ts';
import type { ServerClient } from '../client/runs/server-client.ts';
import { refuse } from './input/refused-input.ts';
import type { Answer } from './output.ts';
import { describeRun } from './place/describe-run.ts';
import { isServedElsewhere } from './place/served-elsewhere.ts';

/** How long it is waited for the end of a run that somebody serves, in ms. */
const endsWithinMs = 30_000;

/**
 * Cancels a run, and waits until it has ended. One that nobody serves ends as soon as somebody does.
 *
 * @throws `Input.Invalid` when it has ended already, or there is no such run
 */
export async function cancelRun({ temporal }: ServerClient, handle: RunHandle): Promise<Answer> {
  const { id } = handle;
  const run = await describeRun(temporal, id);
  if (run.status.name !== 'RUNNING') {
    const how = run.status.name.toLowerCase().replaceAll('_', ' ');
    throw refuse(`run '${id}' has ended already (${how}): there is nothing to cancel`);
  }
  await handle.cancel();
  if (!(await isServedElsewhere(temporal, run.taskQueue))) {
    const text = `Run '${id}' is to be cancelled: as nobody serves it, that is done by 'durable-agents resume ${id}'.`;
    return { document: { success: true, id, status: 'running', cancelRequested: true }, text };
  }
  for (const end = Date.now() + endsWithinMs; Date.now() < end; await sleep(100)) {
    const { status } = await describeRun(temporal, id);
    if (status.name === 'RUNNING') continue;
    const text = `Run '${id}' is cancelled; 'durable-agents show ${id}' shows what it had finished.`;
    return { document: { success: true, id, status: 'cancelled', cancelRequested: true }, text };
  }
  const text = `Run '${id}' was told to end, and has not yet.`;
  return { document: { success: true, id, status: 'running', cancelRequested: true }, text };
}
