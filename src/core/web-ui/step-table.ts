import { excerpt, showCost } from '../amounts.ts';
import { showMs } from '../durations.ts';
import type { StepResult } from '../kinds/step.ts';
import { inline } from './markdown.ts';
import type { Section } from './section.ts';

/** Rows at most: the last ones, as a long run has thousands of steps. */
const rowsAtMost = 30;

/** The steps that have ended last, a row each. */
export class StepTable implements Section {
  readonly #titleOf: (path: string) => string;
  #rows: string[] = [];
  #before = 0;

  constructor(titleOf: (path: string) => string) {
    this.#titleOf = titleOf;
  }

  ended({ success, error, totalDurationMs, totalCost }: StepResult, path: string): void {
    const state = success ? 'done' : inline(error?.type ?? 'failed');
    const title = inline(excerpt(this.#titleOf(path), 120));
    const cost = inline(showCost(totalCost));
    this.#rows.push(`| ${title} | ${state} | ${showMs(totalDurationMs)} | ${cost} |`);
    if (this.#rows.length <= rowsAtMost) return;
    this.#rows.shift();
    this.#before += 1;
  }

  lines(): string[] {
    if (this.#rows.length === 0) return [];
    const more = this.#before === 0 ? [] : ['', `and ${this.#before} that ended before these`];
    return ['| step | state | time | cost |', '|---|---|---|---|', ...this.#rows, ...more];
  }
}
