import { showMs } from '../core/durations.ts';
import type { StepResult } from '../core/results.ts';

/** What has ended in a run so far, as the Markdown table that the Web UI shows. */
export function detailsOf(ended: readonly { result: StepResult; path: string }[]): string {
  const rows = ended.map(({ result, path }) => {
    const state = result.success ? 'done' : (result.error?.type ?? 'failed');
    const cost = result.totalCost === null ? 'unknown' : `$${result.totalCost.toFixed(4)}`;
    return `| ${path} | ${state} | ${showMs(result.totalDurationMs)} | ${cost} |`;
  });
  const simulated = ended.some(({ result }) => result.simulated)
    ? ['', 'Replies and costs are **simulated**: no provider was asked.']
    : [];
  return ['| step | state | time | cost |', '|---|---|---|---|', ...rows, ...simulated].join('\n');
}
