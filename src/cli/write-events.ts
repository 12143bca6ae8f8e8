import type { RunHandle } from '../client/runs/run-handle.ts';
import { splitPath } from '../core/step-path.ts';
import { type CommandContext, ExitStatus } from './command.ts';
import { commandLine } from './render/shell-word.ts';

/** Events as a command writes them. */
export interface WrittenEvents {
  handle: Pick<RunHandle, 'id' | 'events' | 'result'>;
  /** A cursor. Default: from the beginning. */
  after?: string | undefined;
  /** What is done after Ctrl-C; `follow`: the command that goes on behind the last line. */
  interruption: (follow: string) => Promise<ExitStatus> | ExitStatus;
}

/** Writes what happens in a run, or a step of it, to stdout until it ends: a line of JSON each. */
export async function writeEvents(
  { handle, after, interruption }: WrittenEvents,
  { output, interrupted }: CommandContext,
): Promise<ExitStatus> {
  const path = splitPath(handle.id).slice(1).join('/');
  const ended = path === '' ? 'run.ended' : 'step.ended';
  let cursor = after;
  for await (const event of handle.events({ after: after ?? 0, signal: interrupted })) {
    await output.line(event);
    ({ cursor } = event);
    if (event.type === ended && event.path === path) return statusOf(event);
  }
  if (!interrupted.aborted) return statusOf(await handle.result()); // its end lay behind the cursor
  const behind = cursor === undefined ? [] : ['--after', cursor];
  return await interruption(commandLine('follow', handle.id, '--events', ...behind));
}

function statusOf({ success }: { success: boolean }): ExitStatus {
  return success ? ExitStatus.success : ExitStatus.failed;
}
