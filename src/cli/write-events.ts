import type { RunHandle } from '../client/runs/run-handle.ts';
import { type CommandContext, ExitStatus } from './command.ts';
import { commandLine, inSentence } from './render/shell-word.ts';

/** Writes what happens in a run to stdout until it ends: a line of JSON each, the last with the result. */
export async function writeEvents(
  handle: Pick<RunHandle, 'id' | 'events'>,
  after: string | undefined,
  { output, interrupted }: CommandContext,
): Promise<ExitStatus> {
  for await (const event of handle.events({ after: after ?? 0, signal: interrupted })) {
    await output.line(event);
    if (event.type === 'run.ended') return event.success ? ExitStatus.success : ExitStatus.failed;
  }
  if (!interrupted.aborted) return ExitStatus.success; // its end lay behind the cursor
  const follow = commandLine('follow', handle.id, '--events', '--after', 'CURSOR');
  output.note(`Interrupted. ${inSentence(follow)} goes on.`);
  return ExitStatus.interrupted;
}
