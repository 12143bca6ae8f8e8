import { isBaseline } from '../baseline.ts';
import { oncePer } from './memo.ts';
import type { ViewNode } from './types.ts';

/** The agent that a run has asked beside its own work, to be compared with; `null`: none was. */
export function baselineIn(root: ViewNode): ViewNode | null {
  return root.children.find(({ path }) => isBaseline(root.spec, path)) ?? null;
}

/** The same step with nothing but its own work in it. */
export const withoutBaseline: (root: ViewNode) => ViewNode = oncePer((root) => {
  const baseline = baselineIn(root);
  if (baseline === null) return root;
  return { ...root, children: root.children.filter((child) => child !== baseline) };
});
