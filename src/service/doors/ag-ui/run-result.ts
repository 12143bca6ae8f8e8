import type { RunHandle } from '../../../client/runs/run-handle.ts';
import { Failure } from '../../../core/failures.ts';
import type { EventOf } from './translate/place.ts';

type Result = Awaited<ReturnType<RunHandle['result']>>;

/** How a run has ended, for a front end: what its steps did was told, and `GET /v1/runs/ID` has the whole. */
export type Ended =
  | { is: 'answered'; content: string; result: object }
  | { is: 'cancelled' }
  | { is: 'failed'; message: string; code: string };

/** Reads the end of a run. */
export function readEnd(
  { success, error, result }: EventOf<'run.ended'>,
  links: { url: string | null; studio: string | null },
): Ended {
  if (error?.type === Failure.runCancelled) return { is: 'cancelled' };
  if (!success || result === null) {
    const { message, type: code } = error ?? { message: 'it left no result', type: 'Unexpected' };
    return { is: 'failed', message, code };
  }
  const { content, ...rest } = result as Result;
  const { id, kind, name, usage, totalCost, totalDurationMs, simulated, warnings } = rest;
  const told = { id, kind, name, usage, totalCost, totalDurationMs, simulated, warnings };
  return { is: 'answered', content: content ?? '', result: { ...told, content, ...links } };
}
