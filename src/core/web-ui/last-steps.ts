import { showCost } from '../amounts.ts';
import { showMs } from '../durations.ts';
import type { StepResult } from '../kinds/step.ts';
import { inline, short } from './markdown.ts';
import type { Section } from './section.ts';

/** Steps at most: the last ones, as a long run has thousands. */
const stepsAtMost = 30;

/** The steps that have ended last, a line each. */
export class LastSteps implements Section {
  readonly #titleOf: (path: string) => string;
  #lines: string[] = [];
  #before = 0;

  constructor(titleOf: (path: string) => string) {
    this.#titleOf = titleOf;
  }

  ended({ success, error, totalDurationMs, totalCost }: StepResult, path: string): void {
    const failed = success ? [] : [`**${inline(error?.type ?? 'failed')}**`];
    const title = short(this.#titleOf(path), 120);
    const how = [...failed, showMs(totalDurationMs), inline(showCost(totalCost))];
    this.#lines.push(`- ${title}: ${how.join(' · ')}`);
    if (this.#lines.length <= stepsAtMost) return;
    this.#lines.shift();
    this.#before += 1;
  }

  lines(): string[] {
    if (this.#lines.length === 0) return [];
    const more = this.#before === 0 ? [] : [`- and ${this.#before} that ended before these`];
    return ['### Steps', '', ...this.#lines, ...more];
  }
}
