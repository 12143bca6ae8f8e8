import type { ViewNode } from '../../core/run-view/index.ts';

const known = new WeakMap<ViewNode, ReadonlyMap<string, ViewNode>>();

/** The step directly inside another one at a path; `null`: it has not begun. */
export function childAt(node: ViewNode, path: string | null): ViewNode | null {
  if (path === null) return null;
  let byPath = known.get(node);
  if (byPath === undefined) {
    byPath = new Map(node.children.map((child) => [child.path, child]));
    known.set(node, byPath);
  }
  return byPath.get(path) ?? null;
}
