import { splitPath } from '../step-path.ts';
import { kindView } from './kinds/registry.ts';
import { openChild } from './open.ts';
import type { ViewNode } from './types.ts';

/** The way to a node, and what becomes of it. */
interface Change {
  elements: readonly string[];
  of: (node: ViewNode) => ViewNode;
  /** ISO 8601. */
  at: string;
}

/** The tree with the node at a path changed. Where there is none yet, it begins. */
export function changeNodeAt(
  root: ViewNode,
  path: string,
  of: (node: ViewNode) => ViewNode,
  at: string,
): ViewNode {
  return changeBelow(root, 0, { elements: splitPath(path), of, at });
}

function changeBelow(node: ViewNode, depth: number, change: Change): ViewNode {
  const element = change.elements[depth];
  if (element === undefined) return change.of(node);
  // what goes on stands near the end
  const found = node.children.findLastIndex((child) => child.element === element);
  const before = node.children[found] ?? openChild(node.spec, node.path, element);
  const child = begin(node, changeBelow(before, depth + 1, change), change.at);
  if (child === node.children[found]) return node;
  const children = node.children.slice();
  children[found < 0 ? children.length : found] = child;
  const isNew = before.state === 'waiting' && child.state !== 'waiting';
  const hasEnded = before.endedAt === null && child.endedAt !== null;
  return {
    ...node,
    children,
    own: isNew ? ownWith(node, child) : node.own,
    lastEnded: hasEnded ? child.path : node.lastEnded,
  };
}

/** Whoever has something told at it, or below it, has begun. */
function begin(parent: ViewNode, child: ViewNode, at: string): ViewNode {
  if (child.startedAt !== null) return child;
  const state = child.state === 'waiting' ? 'running' : child.state;
  return { ...child, state, startedAt: at, waitedFor: parent.lastEnded };
}

function ownWith({ kind, own, path }: ViewNode, child: ViewNode): ViewNode['own'] {
  return kind === null ? own : (kindView(kind).begun?.(own, child, path) ?? own);
}

/** The node at a path; `undefined`: there is none. */
export function nodeAt(root: ViewNode, path: string): ViewNode | undefined {
  return splitPath(path).reduce<ViewNode | undefined>(
    (node, element) => node?.children.findLast((child) => child.element === element),
    root,
  );
}
