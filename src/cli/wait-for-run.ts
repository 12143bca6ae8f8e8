import type { RunHandle } from '../client/runs/run-handle.ts';
import type { StepResult } from '../core/kinds/step.ts';
import type { CommandContext } from './command-context.ts';
import { ExitStatus } from './exit-status.ts';
import { aborted } from './interrupt.ts';
import { showLive } from './live/show-live.ts';
import type { Opened } from './open-client.ts';
import { interruptedAnswer } from './render/unfinished.ts';
import { resultAnswer } from './render/result.ts';

export interface WaitOptions {
  /** Embedded, in a terminal: stay until Ctrl-C, so that the Web UI can be looked at. */
  keep?: boolean;
}

/** Shows a run live, waits for it, and answers with its result. */
export async function waitForRun(
  opened: Opened,
  id: string,
  options: WaitOptions,
  context: CommandContext,
): Promise<ExitStatus> {
  const { output, interrupted } = context;
  const handle: RunHandle = opened.client.handle(id);
  output.note(`run ${id}${handle.url === null ? '' : `  ${handle.url}`}`);
  const live = showLive(opened.client.parts.temporal, id, output);
  try {
    const result = await firstOf(handle.result(), opened.broken, interrupted);
    await live.stop(result !== undefined);
    if (result === undefined) return await interruption(handle, context);
    await output.answer(resultAnswer(result, handle.url));
    if (opened.embedded !== null) await afterwards(options, context);
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

async function interruption(handle: RunHandle, { output }: CommandContext): Promise<ExitStatus> {
  const { document, text } = interruptedAnswer(handle.id, handle.url);
  output.note(text);
  if (output.json) await output.answer({ document, text });
  return ExitStatus.interrupted;
}

/** The embedded server ends with the last command that uses it, and the Web UI with it. */
async function afterwards({ keep }: WaitOptions, context: CommandContext): Promise<void> {
  const { output, interrupted } = context;
  const inTerminal = process.stdout.isTTY && process.stderr.isTTY;
  if (keep && inTerminal) {
    output.note('The Web UI stays open until Ctrl-C.');
    await aborted(interrupted);
  } else if (!output.json) {
    output.note("The Web UI is there while something serves: 'durable-agents dev' opens it again.");
  }
}
