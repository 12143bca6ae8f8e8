import { showCost } from '../amounts.ts';
import { showMs } from '../durations.ts';
import type { Step, StepResult } from '../kinds/step.ts';
import { stepTitle } from '../kinds/titles.ts';
import { joinWarnings, type Warning } from '../warnings.ts';
import { escapeCell } from './escape-cell.ts';

/** Rows of the table at most: the last ones, as a long run has thousands of steps. */
const rowsAtMost = 40;

/** What has ended in a run so far, as the Markdown table that the Web UI shows. */
export class RunDetails {
  readonly #spec: Step | null;
  #rows: { text: string; simulated: boolean }[] = [];
  /** Of runs that have ended, which have those of all their steps. */
  #ofRuns: Warning[] = [];
  #ofSteps: Warning[] = [];

  constructor(spec: Step | null) {
    this.#spec = spec;
  }

  /** Takes a step that has ended, or the run itself, whose path is empty. */
  add(result: StepResult, path: string): void {
    const { simulated, warnings } = result;
    this.#rows = [...this.#rows, { text: this.#rowOf(result, path), simulated }].slice(-rowsAtMost);
    if (path !== '') this.#ofSteps = joinWarnings(this.#ofSteps, warnings);
    else {
      this.#ofRuns = joinWarnings(this.#ofRuns, warnings);
      this.#ofSteps = [];
    }
  }

  toString(): string {
    const simulated = this.#rows.some((row) => row.simulated)
      ? ['', 'Replies and costs are **simulated**: no provider was asked.']
      : [];
    const told = joinWarnings(this.#ofRuns, this.#ofSteps).map(
      ({ type, message, path }) =>
        `- **${type}** ${escapeCell(path === '' ? message : `${this.#titleOf(path)}: ${message}`)}`,
    );
    const known = told.length === 0 ? [] : ['', ...told];
    return [
      '| step | state | time | cost |',
      '|---|---|---|---|',
      ...this.#rows.map(({ text }) => text),
      ...known,
      ...simulated,
    ].join('\n');
  }

  #rowOf(result: StepResult, path: string): string {
    const state = result.success ? 'done' : (result.error?.type ?? 'failed');
    const title = escapeCell(path === '' ? result.name : this.#titleOf(path));
    const { totalDurationMs, totalCost } = result;
    return `| ${title} | ${state} | ${showMs(totalDurationMs)} | ${showCost(totalCost)} |`;
  }

  #titleOf(path: string): string {
    return stepTitle(path, this.#spec);
  }
}
