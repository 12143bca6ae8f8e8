import { setTimeout as sleep } from 'node:timers/promises';
import { fillTexts } from '../../client/runs/fill-result.ts';
import type { TextReader } from '../../client/runs/worker-query.ts';
import { readProgress, type RunProgress } from '../../client/progress/index.ts';
import { Failure, failure } from '../../core/failures.ts';
import type { CommandContext } from '../command-context.ts';
import { ExitStatus } from '../exit-status.ts';
import { closeClient, openClient, type OpenOptions } from '../open-client.ts';
import { showAnswer, type ShownRun } from '../render/show.ts';

export interface ShowOptions extends OpenOptions {
  id: string;
}

/** `show ID`: what a run has said and cost so far. No run goes on by it. */
export async function show(options: ShowOptions, context: CommandContext): Promise<ExitStatus> {
  const opened = await openClient(options, context, { serve: 'read' });
  try {
    const { parts } = opened.client;
    const run = await filled(parts, await readProgress(parts.temporal, options.id));
    await context.output.answer(showAnswer(run, opened.client.handle(options.id).url));
    return ExitStatus.success;
  } finally {
    await closeClient(opened, context);
  }
}

/** The history has nearly every text; a very long one is only in the store, behind a worker. */
const storeMs = 15_000;

async function filled(parts: TextReader, progress: RunProgress): Promise<ShownRun> {
  const { spec, ...texts } = progress;
  const late = sleep(storeMs, undefined, { ref: false }).then(() => {
    const message = `long texts of run '${progress.id}' are in the store, and no worker reads them: run 'durable-agents worker --serve workflows'`;
    throw failure(Failure.workerUnconfigured, message, { retryable: true });
  });
  const read = await Promise.race([fillTexts(parts, texts), late]);
  return { ...(read as ShownRun), spec };
}
