import { showCost } from '../amounts.ts';
import { showMs } from '../durations.ts';
import type { Step, StepResult } from '../kinds/step.ts';
import { stepTitle } from '../kinds/titles.ts';
import { joinWarnings } from '../warnings.ts';
import { escapeCell } from './escape-cell.ts';

/** Rows of the table at most: the last ones, as a long run has thousands of steps. */
const rowsAtMost = 40;

/** What has ended in a run so far, as the Markdown table that the Web UI shows. */
export function runDetails(
  ended: readonly { result: StepResult; path: string }[],
  spec: Step | null,
): string {
  const rows = ended.slice(-rowsAtMost).map(({ result, path }) => {
    const state = result.success ? 'done' : (result.error?.type ?? 'failed');
    const title = escapeCell(path === '' ? result.name : stepTitle(path, spec));
    const { totalDurationMs, totalCost } = result;
    return `| ${title} | ${state} | ${showMs(totalDurationMs)} | ${showCost(totalCost)} |`;
  });
  const simulated = ended.slice(-rowsAtMost).some(({ result }) => result.simulated)
    ? ['', 'Replies and costs are **simulated**: no provider was asked.']
    : [];
  const root = ended.find(({ path }) => path === '')?.result;
  const warnings = joinWarnings(
    ...(root === undefined ? ended : [{ result: root }]).map(({ result }) => result.warnings),
  );
  const told = warnings.map(
    ({ type, message, path }) =>
      `- **${type}** ${escapeCell(path === '' ? message : `${stepTitle(path, spec)}: ${message}`)}`,
  );
  const known = told.length === 0 ? [] : ['', ...told];
  return [
    '| step | state | time | cost |',
    '|---|---|---|---|',
    ...rows,
    ...known,
    ...simulated,
  ].join('\n');
}
