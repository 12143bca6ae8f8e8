import { joinPath, splitPath } from '../step-path.ts';
import { readElement } from './map/paths.ts';
import type { Step } from './step.ts';
import { stepInside } from './titles.ts';
import { hasItems } from './walk.ts';

/** The outermost item that a step belongs to, and the map that it is of, by their paths. */
export interface ItemPlace {
  map: string;
  item: string;
}

/**
 * The item of a map that a step is, or is inside of; `null`: it is in none.
 *
 * @param spec the step that the path begins in; `null`: not known
 */
export function itemOf(path: string, spec: Step | null): ItemPlace | null {
  let step = spec;
  let at = '';
  let map = '';
  for (const element of splitPath(path)) {
    const is = step !== null && hasItems(step) ? readElement(element)?.is : undefined;
    at = joinPath(at, element);
    if (is === 'item') return { map, item: at };
    if (is !== 'part') map = at; // a part has the items of the map that it is of
    step = stepInside(step, element);
  }
  return null;
}
