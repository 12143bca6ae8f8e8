import { itemOf } from '../../core/kinds/item-of.ts';
import type { Step } from '../../core/kinds/step.ts';

/** Items of a map that are told one by one, and of the others so many that failed. */
const itemsAtMost = 20;

/** Which items are told one by one: of a long list the first ones, and some of those that fail. */
export class ToldItems {
  readonly #first = new Map<string, Set<string>>();
  readonly #failed = new Map<string, Set<string>>();

  /** Whether what a step does is told; what is in no item of a map always is. */
  isTold(path: string, spec: Step | null, hasFailed: boolean): boolean {
    const place = itemOf(path, spec);
    if (place === null) return true;
    const { map, item } = place;
    return takesIn(this.#first, map, item) || (hasFailed && takesIn(this.#failed, map, item));
  }
}

function takesIn(told: Map<string, Set<string>>, map: string, item: string): boolean {
  const items = told.get(map) ?? new Set();
  told.set(map, items);
  if (items.size < itemsAtMost) items.add(item);
  return items.has(item);
}
