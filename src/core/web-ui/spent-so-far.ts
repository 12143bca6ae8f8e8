import { joinPath, splitPath } from '../step-path.ts';

/**
 * Sums what the steps of a run have cost. What a step has cost holds what the steps inside it have,
 * which have ended before it.
 */
export class SpentSoFar {
  /** By path: of steps inside it that have ended. */
  readonly #inside = new Map<string, number>();
  /** US dollars. */
  total = 0;
  /** Whether the price of something is not known. */
  isUnknown = false;

  /** @param cost US dollars; `null`: not known */
  add(cost: number | null, path: string): void {
    if (cost === null) this.isUnknown = true;
    const known = this.#inside.get(path) ?? 0;
    this.#inside.delete(path);
    const more = Math.max(0, (cost ?? known) - known);
    this.total += more;
    let around = '';
    for (const element of splitPath(path)) {
      if (around !== '') this.#inside.set(around, (this.#inside.get(around) ?? 0) + more);
      around = joinPath(around, element);
    }
  }
}
