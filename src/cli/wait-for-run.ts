import type { RunHandle } from '../client/runs/run-handle.ts';
import type { StepResult } from '../core/kinds/step.ts';
import { type CommandContext, ExitStatus, type WaitingOptions } from './command.ts';
import { aborted } from './interrupt.ts';
import { showLive } from './live/show-live.ts';
import type { Opened } from './place/open-place.ts';
import { isServedElsewhere } from './place/served-elsewhere.ts';
import { resultAnswer } from './render/result.ts';

/** Shows a run live, waits for it, and answers with its result. */
export async function waitForRun(
  opened: Opened,
  id: string,
  options: WaitingOptions,
  context: CommandContext,
): Promise<ExitStatus> {
  const { output, interrupted } = context;
  const handle: RunHandle = opened.client.handle(id);
  output.note(`run ${id}${handle.url === null ? '' : `  ${handle.url}`}`);
  const live = showLive(opened.client.parts.temporal, id, output);
  try {
    const result = await firstOf(handle.result(), opened.broken, interrupted);
    await live.stop(result !== undefined);
    if (result === undefined) return await interruption(opened, handle, context);
    await output.answer(resultAnswer(result, handle.url));
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

/** The run goes on without whoever has started it; `success` is not known yet. */
async function interruption(
  { client }: Opened,
  { id, url }: RunHandle,
  { output }: CommandContext,
): Promise<ExitStatus> {
  const resume = `durable-agents resume ${id}`;
  const goesOn = await isServedElsewhere(client.parts.temporal, client.parts.queue);
  const what = goesOn
    ? `Run '${id}' goes on, as another process serves it; '${resume}' waits for its result.`
    : `Run '${id}' is kept; '${resume}' continues it.`;
  const text = `Interrupted. ${what} (Ctrl-C again ends at once.)`;
  output.note(text);
  const document = { success: null, id, status: 'running', resume, url };
  if (output.json) await output.answer({ document, text });
  return ExitStatus.interrupted;
}

/** The embedded server ends with the last command that uses it, and the Web UI with it. */
async function afterwards(
  { client, embedded }: Opened,
  { keep }: WaitingOptions,
  { output, interrupted }: CommandContext,
): Promise<void> {
  const inTerminal = process.stdout.isTTY && process.stderr.isTTY;
  if (!embedded) return;
  if (keep && inTerminal) {
    output.note('The Web UI stays open until Ctrl-C.');
    await aborted(interrupted);
  } else if (!output.json) {
    const others = await isServedElsewhere(client.parts.temporal, client.parts.sharedQueue);
    if (others) return; // it stays open, at the address that the answer has told
    output.note("The Web UI closes now: 'durable-agents dev' opens it again.");
  }
}
