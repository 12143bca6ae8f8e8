import type { RunHandle } from '../client/runs/run-handle.ts';
import { withItems } from '../client/runs/read-items.ts';
import type { ServerClient } from '../client/runs/server-client.ts';
import type { StepResult } from '../core/kinds/step.ts';
import { splitPath } from '../core/step-path.ts';
import { type CommandContext, ExitStatus, type WaitingOptions } from './command.ts';
import { aborted } from './interrupt.ts';
import { showLive } from './live/show-live.ts';
import type { Opened } from './place/place.ts';
import { describeRun } from './place/describe-run.ts';
import { staysOpen } from './place/serve-studio.ts';
import { isServedElsewhere } from './place/served-elsewhere.ts';
import { linksOf } from './render/links.ts';
import { resultAnswer } from './render/result.ts';
import { commandLine, inSentence } from './render/shell-word.ts';
import { writeEvents } from './write-events.ts';

/** A run that is waited for, and where. */
export interface WaitedFor extends Pick<Opened, 'embedded' | 'broken'> {
  client: ServerClient;
  handle: RunHandle;
}

/** A run at a place that was opened to serve it. */
export function waitedFor({ client, embedded, broken }: Opened, id: string): WaitedFor {
  return { client: client.parts, handle: client.handle(id), embedded, broken };
}

/** Shows a run live, waits for it, and answers with its result. */
export async function waitForRun(
  opened: WaitedFor,
  options: WaitingOptions,
  context: CommandContext,
): Promise<ExitStatus> {
  const { output, interrupted } = context;
  const { handle } = opened;
  const { studio, url } = handle;
  output.note([`run ${handle.id}`, studio, url].filter((part) => part !== null).join('  '));
  if (options.events) {
    const stopped = (follow: string) => interruption(opened, context, follow);
    const written = writeEvents({ handle, interruption: stopped }, context);
    return await Promise.race([written, opened.broken]);
  }
  const live = showLive(opened.client.temporal, handle, output);
  try {
    const result = await firstOf(handle.result(), opened.broken, interrupted);
    await live.stop(result !== undefined);
    if (result === undefined) return await interruption(opened, context);
    const whole = output.json ? await withItems(opened.client, result, Infinity) : result;
    await output.answer(resultAnswer(whole, handle));
    await afterwards(opened, options, context);
    return result.success ? ExitStatus.success : ExitStatus.failed;
  } finally {
    await live.stop(false);
  }
}

/** The result, or `undefined` when Ctrl-C came first. */
async function firstOf(
  result: Promise<StepResult<string>>,
  broken: Promise<never>,
  interrupted: AbortSignal,
): Promise<StepResult<string> | undefined> {
  const stopped = aborted(interrupted).then(() => undefined);
  result.catch(() => undefined); // after an interruption nobody hears of it
  return await Promise.race([result, broken, stopped]);
}

/**
 * The run goes on without whoever has started it; `success` is not known yet.
 *
 * @param follow command that goes on with its events, where they are written
 */
async function interruption(
  { client, handle }: WaitedFor,
  { output }: CommandContext,
  follow?: string,
): Promise<ExitStatus> {
  const { id } = handle;
  const resume = commandLine('resume', id);
  const root = splitPath(id)[0] ?? id;
  const { taskQueue } = await describeRun(client.temporal, root);
  const goesOn = await isServedElsewhere(client.temporal, taskQueue);
  const then =
    follow === undefined
      ? `${inSentence(resume)} waits for its result`
      : `${inSentence(follow)} follows it further`;
  const what = goesOn
    ? `Run '${id}' goes on, as another process serves it; ${then}.`
    : `Run '${id}' is kept; ${inSentence(resume)} continues it.`;
  const text = `Interrupted. ${what} (Ctrl-C again ends at once.)`;
  output.note(text);
  const document = { success: null, id, status: 'running', resume, ...linksOf(handle) };
  if (output.json) await output.answer({ document, text });
  return ExitStatus.interrupted;
}

/** The embedded server ends with the last command that uses it, and the Web UI with it. */
async function afterwards(
  { client, embedded }: WaitedFor,
  options: WaitingOptions,
  { output, interrupted }: CommandContext,
): Promise<void> {
  if (!embedded) return;
  if (staysOpen(options)) {
    output.note('The studio and the Web UI stay open until Ctrl-C.');
    await aborted(interrupted);
  } else if (!output.json) {
    const others = await isServedElsewhere(client.temporal, client.sharedQueue);
    if (others) return; // it stays open, at the address that the answer has told
    output.note("The Web UI closes now: 'durable-agents dev' opens it again.");
  }
}
