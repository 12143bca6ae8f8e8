import type { StepResult } from '../kinds/step.ts';
import { joinPath, splitPath } from '../step-path.ts';

/** What there was of a run's steps, plain JSON: a long run goes on with it as a new one. */
export interface StepsSoFar {
  done: number;
  failed: number;
  /** US dollars. */
  cost: number;
  /** Whether the price of something is not known. */
  isUnknown: boolean;
}

const none: StepsSoFar = { done: 0, failed: 0, cost: 0, isUnknown: false };

/**
 * Counts the steps of a run, and sums what they have cost. What a step has cost holds what the steps
 * inside it have, which have ended before it.
 */
export class SpentSoFar {
  /** By path: of steps inside it that have ended. */
  readonly #inside = new Map<string, number>();
  readonly so: StepsSoFar;

  constructor(before: StepsSoFar = none) {
    this.so = { ...before };
  }

  ended({ success, totalCost }: Pick<StepResult, 'success' | 'totalCost'>, path: string): void {
    if (success) this.so.done += 1;
    else this.so.failed += 1;
    if (totalCost === null) this.so.isUnknown = true;
    const known = this.#inside.get(path) ?? 0;
    this.#inside.delete(path);
    const more = Math.max(0, (totalCost ?? known) - known);
    this.so.cost += more;
    let around = '';
    for (const element of splitPath(path)) {
      if (around !== '') this.#inside.set(around, (this.#inside.get(around) ?? 0) + more);
      around = joinPath(around, element);
    }
  }
}
