import type { CommandContext } from '../command-context.ts';
import type { ExitStatus } from '../exit-status.ts';
import { orInterrupted } from '../interrupt.ts';
import { closeClient, openClient, type OpenOptions } from '../open-client.ts';
import { readInput } from '../read-input.ts';
import { readStep, type StepOptions } from '../read-step.ts';
import { readText } from '../spec-file.ts';
import { type WaitOptions, waitForRun } from '../wait-for-run.ts';
import { startDetached } from '../start-detached.ts';
import { type RunRequest, type StartOptions, startRun } from '../start-run.ts';

export interface RunFileOptions extends OpenOptions, WaitOptions, StartOptions, StepOptions {
  /** `-` reads stdin. */
  input: string;
  /** A file. */
  context?: string;
  detach?: boolean;
}

/** `run FILE` or `run TEAM`: starts a run and waits for its result. */
export async function runFile(
  options: RunFileOptions,
  context: CommandContext,
): Promise<ExitStatus> {
  const spec = await readStep(options);
  const input = await orInterrupted(readInput(options.input), context.interrupted);
  const background = options.context === undefined ? undefined : await readText(options.context);
  const request: RunRequest = { spec, input, background, options };
  if (options.detach) return await startDetached(request, options, context);
  const opened = await openClient(options, context);
  try {
    const id = await startRun(opened, request);
    return await waitForRun(opened, id, options, context);
  } finally {
    await closeClient(opened, context);
  }
}
