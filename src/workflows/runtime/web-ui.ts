import { showMs } from '../../core/durations.ts';
import type { StepResult } from '../../core/results.ts';

/** Rows of the table at most: the last ones, as a long run has thousands of steps. */
const rowsAtMost = 40;

/** What has ended in a run so far, as the Markdown table that the Web UI shows. */
export function detailsOf(ended: readonly { result: StepResult; path: string }[]): string {
  const rows = ended.slice(-rowsAtMost).map(({ result, path }) => {
    const state = result.success ? 'done' : (result.error?.type ?? 'failed');
    const cost = result.totalCost === null ? 'unknown' : `$${result.totalCost.toFixed(4)}`;
    return `| ${path} | ${state} | ${showMs(result.totalDurationMs)} | ${cost} |`;
  });
  const simulated = ended.slice(-rowsAtMost).some(({ result }) => result.simulated)
    ? ['', 'Replies and costs are **simulated**: no provider was asked.']
    : [];
  return ['| step | state | time | cost |', '|---|---|---|---|', ...rows, ...simulated].join('\n');
}
