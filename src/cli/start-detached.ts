import { type Background, serveInBackground } from './background.ts';
import type { CommandContext } from './command-context.ts';
import { ExitStatus } from './exit-status.ts';
import { closeClient, openClient, type OpenOptions } from './open-client.ts';
import type { Answer } from './output.ts';
import { refuse } from './refused-input.ts';
import { checkRequest, type RunRequest, startRun } from './start-run.ts';

/** `run --detach`: starts a run that goes on without this process. */
export async function startDetached(
  request: RunRequest,
  options: OpenOptions,
  context: CommandContext,
): Promise<ExitStatus> {
  if (options.serve)
    throw refuse('--serve serves until the result is there, --detach waits for none');
  const opened = await openClient(options, context, { serve: 'read' });
  try {
    checkRequest(opened, request);
    const { embedded } = opened;
    const background = embedded === null ? null : await serveInBackground(embedded, options);
    const id = await startRun(opened, request);
    await context.output.answer(detachedAnswer(id, opened.client.handle(id).url, background));
    return ExitStatus.success;
  } finally {
    await closeClient(opened, context);
  }
}

function detachedAnswer(id: string, url: string | null, background: Background | null): Answer {
  const resume = `durable-agents resume ${id}`;
  const stop = background === null ? null : `kill ${background.pid}`;
  return {
    document: { success: null, id, status: 'running', resume, url, background, stop },
    text: [
      `Run '${id}' goes on by itself: '${resume}' waits for its result.`,
      ...(background === null
        ? []
        : [`Process ${background.pid} serves it (log: ${background.log}); '${stop}' stops that.`]),
      ...(url === null ? [] : [`Web UI: ${url}`]),
    ].join('\n'),
  };
}
