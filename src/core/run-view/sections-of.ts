import type { ViewSection } from './kinds/kind.ts';
import { kindView } from './kinds/registry.ts';
import { oncePer } from './memo.ts';
import type { ViewNode } from './types.ts';

/** What a step shows section by section; without sections of its kind, one with all the steps inside it. */
export const sectionsOf: (node: ViewNode) => readonly ViewSection[] = oncePer((node) => {
  const { kind, own, children } = node;
  const sections = kind === null ? undefined : kindView(kind).sections?.(own);
  return sections ?? [{ title: '', steps: children.map(({ path }) => path), finding: null }];
});
