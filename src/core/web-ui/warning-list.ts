import type { StepResult } from '../kinds/step.ts';
import { joinWarnings, type Warning } from '../warnings.ts';
import { inline, short } from './markdown.ts';
import type { Section } from './section.ts';

/** Warnings that are shown at most, the first ones. */
const warningsAtMost = 8;

/** What went on, but should be known. */
export class WarningList implements Section {
  readonly #titleOf: (path: string) => string;
  #warnings: Warning[] = [];

  constructor(titleOf: (path: string) => string) {
    this.#titleOf = titleOf;
  }

  /** The run itself has those of all its steps; results of earlier versions have none. */
  ended({ warnings = [] }: Partial<StepResult>, path: string): void {
    if (path === '') this.#warnings = joinWarnings(warnings);
    else if (warnings.length > 0) this.#warnings = joinWarnings(this.#warnings, warnings);
  }

  lines(): string[] {
    const shown = this.#warnings.slice(0, warningsAtMost).map(({ type, message, path }) => {
      const where = path === '' ? '' : `${this.#titleOf(path)}: `;
      return `- **${inline(type)}** ${short(`${where}${message}`, 240)}`;
    });
    const more = this.#warnings.length - shown.length;
    return more > 0 ? [...shown, `- and ${more} more`] : shown;
  }
}
