import type { CommandContext } from '../command-context.ts';
import type { ExitStatus } from '../exit-status.ts';
import { awaitWorkers } from '../../client/runs/pollers.ts';
import { readProgress } from '../../client/progress/index.ts';
import { suffixOf } from '../../core/queues.ts';
import { describeRun, isForeign, refuseForeign } from '../foreign-run.ts';
import { closeClient, type Opened, openClient, type OpenOptions } from '../open-client.ts';
import { type WaitOptions, waitForRun } from '../wait-for-run.ts';

export interface ResumeOptions extends OpenOptions, WaitOptions {
  id: string;
  takeOver?: boolean;
}

/** `resume ID`: waits for a run that was started earlier, serving it in the embedded mode. */
export async function resume(options: ResumeOptions, context: CommandContext): Promise<ExitStatus> {
  const opened = await openFor(options, context);
  try {
    if (opened.embedded === null) await refuseUnserved(opened, options.id);
    return await waitForRun(opened, options.id, options, context);
  } finally {
    await closeClient(opened, context);
  }
}

/** Opens the client with what the run needs: its own queues, when they are to be taken over. */
async function openFor(options: ResumeOptions, context: CommandContext): Promise<Opened> {
  const opened = await openClient(options, context);
  const { embedded } = opened;
  if (embedded === null) return opened;
  try {
    const run = await describeRun(embedded, options.id);
    if (!isForeign(embedded, run)) return opened;
    if (!options.takeOver) await refuseForeign(embedded, options.id);
    await opened.close();
    return await openClient(options, context, { suffix: suffixOf(run.taskQueue) });
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** @throws `Worker.Unconfigured` when the run would wait for ever, as nobody serves its queues */
async function refuseUnserved({ client }: Opened, id: string): Promise<void> {
  const { temporal } = client.parts;
  const { status, spec } = await readProgress(temporal, id);
  if (status !== 'running' || spec === null) return;
  const { taskQueue } = await describeRun(client, id);
  await awaitWorkers(temporal, taskQueue, spec);
}
