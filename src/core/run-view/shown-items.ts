import type { ViewNode } from './types.ts';

/**
 * Some of the steps below a node, for a view that must not grow with their number: those that failed or
 * go on first, then those that began last, all in the order in which they began.
 */
export function shownItems(
  node: ViewNode,
  paths: readonly string[],
  atMost: number,
): { shown: string[]; more: number } {
  if (paths.length <= atMost) return { shown: [...paths], more: 0 };
  const states = new Map(node.children.map(({ path, state }) => [path, state]));
  const rank = (path: string) => {
    const state = states.get(path);
    return state === 'failed' ? 0 : state === 'done' ? 2 : 1;
  };
  const kept = paths
    .map((path, place) => ({ path, place }))
    .toSorted((a, b) => rank(a.path) - rank(b.path) || b.place - a.place)
    .slice(0, atMost)
    .toSorted((a, b) => a.place - b.place);
  return { shown: kept.map(({ path }) => path), more: paths.length - atMost };
}
