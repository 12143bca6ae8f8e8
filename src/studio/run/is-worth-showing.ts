import type { ViewNode } from '../../core/run-view/index.ts';

/** Of a step that is told in another form, such as a vote: whether there is more to it than that. */
export function isWorthShowing(node: ViewNode | null): node is ViewNode {
  if (node === null) return false;
  const { questions, tools, warnings, error } = node;
  return error !== null || [questions, tools, warnings].some((some) => some.length > 0);
}
