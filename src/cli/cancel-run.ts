import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowExecutionDescription } from '@temporalio/client';
import type { RunHandle } from '../client/runs/run-handle.ts';
import type { ServerClient } from '../client/runs/server-client.ts';
import { type CommandContext, ExitStatus } from './command.ts';
import { refuse } from './input/refused-input.ts';
import { aborted, Interrupted } from './interrupt.ts';
import type { Answer } from './output.ts';
import { describeRun } from './place/describe-run.ts';
import { isServedElsewhere } from './place/served-elsewhere.ts';
import { commandLine, inSentence } from './render/shell-word.ts';

/** How long it is waited for the end of a run that somebody serves, in ms. */
const endsWithinMs = 30_000;

/** What is said of a run that was told to end, and how the command ends. */
type Cancelled = Answer & { status: ExitStatus };

/**
 * Cancels a run, and waits until it has ended, for 30 s at most, or Ctrl-C. One that nobody serves ends
 * as soon as somebody does, and is not waited for.
 *
 * @throws `Input.Invalid` when it has ended otherwise, also while it is told to end, or there is no such run
 * @throws Interrupted when Ctrl-C comes before it is told to
 */
export async function cancelRun(
  { temporal }: ServerClient,
  handle: RunHandle,
  { output, interrupted }: CommandContext,
): Promise<Cancelled> {
  const { id } = handle;
  const run = await describeRun(temporal, id);
  if (!isRunning(run)) throw endedAlready(run);
  if (interrupted.aborted) throw new Interrupted();
  await handle.cancel();
  const isServed = await isServedElsewhere(temporal, run.taskQueue);
  if (isServed) output.waitingFor(`run ${id} is told to end …`);
  const left = aborted(interrupted).then(() => undefined);
  const ended = await Promise.race([endOf(temporal, id, isServed ? endsWithinMs : 0), left]);
  output.settle();
  if (ended === undefined) return isServed ? goingOn(id, interrupted.aborted) : unserved(id);
  if (ended.status.name !== 'CANCELLED') throw endedAlready(ended); // just before it was told to
  return {
    document: documentOf(id, 'cancelled', true),
    text: `Run '${id}' is cancelled; ${inSentence(commandLine('show', id))} shows what it had finished.`,
    status: ExitStatus.success,
  };
}

/** The cancel is kept, and carried out by whoever serves the run next. */
function unserved(id: string): Cancelled {
  return {
    document: documentOf(id, 'running', true),
    text: `Run '${id}' is to be cancelled: nobody serves it, so it ends as soon as somebody does. In the embedded mode ${inSentence(commandLine('resume', id))} does.`,
    status: ExitStatus.success,
  };
}

function goingOn(id: string, isInterrupted: boolean): Cancelled {
  const until = isInterrupted ? 'yet' : `within ${endsWithinMs / 1_000} s`;
  const text =
    `${isInterrupted ? 'Interrupted. ' : ''}Run '${id}' was told to end, and has not ${until}: ` +
    `${inSentence(commandLine('show', id))} says how far it is, ${inSentence(commandLine('follow', id))} waits for its end.`;
  const status = isInterrupted ? ExitStatus.interrupted : ExitStatus.failed;
  return { document: documentOf(id, 'running', null), text, status };
}

async function endOf(
  temporal: ServerClient['temporal'],
  id: string,
  withinMs: number,
): Promise<WorkflowExecutionDescription | undefined> {
  for (const end = Date.now() + withinMs; ; await sleep(100)) {
    const run = await describeRun(temporal, id);
    if (!isRunning(run)) return run;
    if (Date.now() >= end) return undefined;
  }
}

/** Also of one that is just continued as new. */
function isRunning({ status }: WorkflowExecutionDescription): boolean {
  return status.name === 'RUNNING' || status.name === 'CONTINUED_AS_NEW';
}

function endedAlready({ workflowId, status }: WorkflowExecutionDescription) {
  const how = status.name.toLowerCase().replaceAll('_', ' ');
  return refuse(`run '${workflowId}' has ended already (${how}): there is nothing to cancel`);
}

/** @param success `null`: the run was to end, and it is not known whether it has */
function documentOf(id: string, status: 'running' | 'cancelled', success: true | null): object {
  return { success, id, status, cancelRequested: true };
}
