import { isBaseline } from '../baseline.ts';
import { splitPath } from '../step-path.ts';
import { kindView } from './kinds/registry.ts';
import { openChild } from './open.ts';
import type { ViewNode } from './types.ts';

/** Lists that were made since anybody has seen the tree last: they may be changed. */
export type Unseen = WeakSet<object>;

/** The way to a node, and what becomes of it. */
interface Change {
  elements: readonly string[];
  of: (node: ViewNode) => ViewNode;
  /** ISO 8601. */
  at: string;
  unseen: Unseen;
}

/** The tree with the node at a path changed. Where there is none yet, it begins. */
export function changeNodeAt(
  root: ViewNode,
  path: string,
  change: Omit<Change, 'elements'>,
): ViewNode {
  return changeBelow(root, 0, { elements: splitPath(path), ...change });
}

function changeBelow(node: ViewNode, depth: number, change: Change): ViewNode {
  const element = change.elements[depth];
  if (element === undefined) return change.of(node);
  // what goes on stands near the end
  const found = node.children.findLastIndex((child) => child.element === element);
  const before = node.children[found] ?? openChild(node.spec, node.path, element);
  const begun = before.startedAt === null ? begin(node, before, change.at) : before;
  const child = changeBelow(begun, depth + 1, change);
  if (child === node.children[found]) return node;
  const children = change.unseen.has(node.children)
    ? (node.children as ViewNode[])
    : node.children.slice();
  change.unseen.add(children);
  children[found < 0 ? children.length : found] = child;
  const isNew = before.startedAt === null;
  const hasEnded = before.endedAt === null && child.endedAt !== null;
  return {
    ...node,
    children,
    own: isNew ? ownWith(node, child) : node.own,
    lastEnded: hasEnded ? child.path : node.lastEnded,
  };
}

/** Whoever has something told at it, or below it, has begun. What comes first in a step has waited for what the step has. */
function begin(parent: ViewNode, child: ViewNode, startedAt: string): ViewNode {
  const waitedFor = parent.lastEnded ?? parent.waitedFor;
  return { ...child, state: 'running', startedAt, waitedFor };
}

function ownWith({ kind, own, path, spec }: ViewNode, child: ViewNode): ViewNode['own'] {
  return kind === null || isBaseline(spec, child.path)
    ? own
    : (kindView(kind).begun?.(own, child, path) ?? own);
}

/** The node at a path of the run; `undefined`: there is none. */
export function nodeAt(root: ViewNode, path: string): ViewNode | undefined {
  return splitPath(path).reduce<ViewNode | undefined>(
    (node, element) => node?.children.findLast((child) => child.element === element),
    root,
  );
}

/** The node directly inside a node at a path; `undefined`: there is none. */
export function nodeBelow(parent: ViewNode, path: string): ViewNode | undefined {
  return parent.children.findLast((child) => child.path === path);
}
