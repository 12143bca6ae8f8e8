import type { PreparedRun } from '../client/runs/prepare-run.ts';
import type { RunHandle } from '../client/runs/run-handle.ts';
import { type CommandContext, ExitStatus, type RunningOptions } from './command.ts';
import type { Answer } from './output.ts';
import { type Background, serveInBackground } from './place/background.ts';
import { openToStart } from './place/open-place.ts';
import type { Place } from './place/place.ts';
import { closePlace } from './place/open-reader.ts';
import { startAt } from './place/start-at.ts';
import { linkLines, linksOf } from './render/links.ts';
import { commandLine, inSentence } from './render/shell-word.ts';

/** `run --detach`: starts a run that goes on without this process. */
export async function startDetached(
  prepared: PreparedRun,
  place: Place,
  options: RunningOptions,
  context: CommandContext,
): Promise<ExitStatus> {
  const client = await openToStart(place, options, context);
  try {
    const background =
      place.is === 'embedded' ? await serveInBackground(client, place.target, options) : null;
    await startAt(place, client, prepared, context);
    const { id } = prepared;
    await context.output.answer(detachedAnswer(client.handle(id), background));
    return ExitStatus.success;
  } finally {
    await closePlace(client, context);
  }
}

function detachedAnswer(handle: RunHandle, background: Background | null): Answer {
  const { id } = handle;
  const resume = commandLine('resume', id);
  const stop = background === null ? null : `kill ${background.pid}`;
  return {
    document: {
      success: null,
      id,
      status: 'running',
      resume,
      ...linksOf(handle),
      background,
      stop,
    },
    text: [
      `Run '${id}' goes on by itself: ${inSentence(resume)} waits for its result.`,
      ...(background === null
        ? []
        : [`Process ${background.pid} serves it (log: ${background.log}); '${stop}' stops that.`]),
      ...linkLines(handle),
    ].join('\n'),
  };
}
