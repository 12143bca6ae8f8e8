import type { Report } from '../../report.ts';
import { otherwiseElement } from './paths.ts';
import type { RouteResult } from './types.ts';

/** Which way it went and why, and a line for the step that was done. */
export function report({ route, reason, result }: RouteResult<string>): Report {
  const why = reason === null || reason === '' ? '' : `: ${reason}`;
  const line = route === null ? `No route was chosen${why}` : `Route ${route}${why}`;
  if (result === null) return { blocks: [{ lines: [line] }], parts: [] };
  const { content, error, totalDurationMs, totalCost } = result;
  const name = `${result.name} (${route ?? otherwiseElement})`;
  const part = { name, content, error, durationMs: totalDurationMs, cost: totalCost };
  return { blocks: [{ lines: [line] }], parts: [part] };
}
