import { z } from 'zod';
import type { RunHandle } from '../../../client/runs/run-handle.ts';
import { type Followed, follow } from './follow.ts';
import type { ToolCall } from './tool.ts';

/** Clients that are told nothing give a call up after a minute. */
const usualWaitMs = 50_000;

/** How long a call waits. */
export const waitSchema = z
  .number()
  .min(0)
  .max(86_400)
  .optional()
  .describe(
    'Seconds to wait for the end of the run; 0 does not wait. It goes on in any case. Default: to its end where the client takes progress notifications, else 50',
  );

/**
 * Follows a run for a call. Where the client cancels the call, the run is cancelled; where it has gone, or
 * has lost its patience, the run goes on.
 */
export async function waitFor(
  call: ToolCall,
  run: RunHandle,
  { wait, after = '0' }: { wait: number | undefined; after?: string | undefined },
): Promise<Followed> {
  const { tell, signal, isTold } = call;
  const usual = isTold ? null : usualWaitMs;
  const waitMs = wait === undefined ? usual : wait * 1_000;
  const followed = await follow(run, { after, waitMs, tell, signal });
  if (signal.aborted && call.isCancelled()) await run.cancel();
  return followed;
}
