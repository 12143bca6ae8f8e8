import type { RunHandle } from '../client/runs/run-handle.ts';
import type { Service } from './service.ts';

/**
 * Waits for a run's result, until the signal is aborted: nothing goes on waiting then.
 *
 * @returns `undefined` where it was not there in time
 */
export async function waitForResult<R>(
  { client }: Pick<Service, 'client'>,
  run: RunHandle<R>,
  signal: AbortSignal,
): Promise<R | undefined> {
  const { temporal } = client.parts;
  try {
    return await temporal.withAbortSignal(signal, async () => await run.result());
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}
