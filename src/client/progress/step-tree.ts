import type { Flow } from '../../core/kinds/kind.ts';
import { kindOf } from '../../core/kinds/registry.ts';
import type { Step } from '../../core/kinds/step.ts';
import { joinPath, pathsAround } from '../../core/step-path.ts';

/** A step of a spec at its place in the run: what its path is made of, and the steps inside it. */
export interface StepNode {
  path: string;
  name: string;
  /** The step; `null` for a registered function, which stands here as a step too. */
  step: Step | null;
  flow: Flow;
  children: StepNode[];
}

/** The steps of a spec, with the paths that its run gives them. */
export function stepTree(step: Step, path = ''): StepNode {
  const kind = kindOf(step);
  const known = kind
    .children(step)
    .flatMap(({ element, step: inner }) =>
      element === null ? [] : [nodeOf(inner, joinPath(path, element))],
    );
  return { path, name: step.name, step, flow: kind.flow, children: known };
}

function nodeOf(step: Step | string, path: string): StepNode {
  if (typeof step !== 'string') return stepTree(step, path);
  return { path, name: step, step: null, flow: 'in turn', children: [] };
}

/** A place in the list of a run's steps. */
export interface ListedStep {
  path: string;
  /** `null` where the spec does not name it: it was made up as the run went. */
  node: StepNode | null;
}

/**
 * The agents and functions of a tree in order. What the spec does not name stands behind the last of
 * those below the same step of the spec, in the order in which it is given.
 *
 * @param paths of steps that have begun
 */
export function listSteps(tree: StepNode, paths: Iterable<string>): ListedStep[] {
  const nodes = new Map(nodesOf(tree).map((node) => [node.path, node]));
  const made = new Map<string, ListedStep[]>();
  for (const path of paths) {
    const node = nodes.get(path);
    if (node !== undefined && isLeaf(node)) continue;
    const around = [path, ...pathsAround(path)].find((each) => nodes.has(each)) ?? tree.path;
    const known = made.get(around) ?? [];
    known.push({ path, node: null });
    made.set(around, known);
  }
  return listBelow(tree, made);
}

function listBelow(node: StepNode, made: ReadonlyMap<string, ListedStep[]>): ListedStep[] {
  return [
    ...(isLeaf(node) ? [{ path: node.path, node }] : []),
    ...node.children.flatMap((child) => listBelow(child, made)),
    ...(made.get(node.path) ?? []),
  ];
}

function isLeaf({ flow, children }: StepNode): boolean {
  return flow !== 'dynamic' && children.length === 0;
}

function nodesOf(node: StepNode): StepNode[] {
  return [node, ...node.children.flatMap(nodesOf)];
}
