import { kindOf } from '../../core/kinds/registry.ts';
import type { Step } from '../../core/kinds/step.ts';
import { joinPath } from '../../core/step-path.ts';

/** A step of a spec at its place in the run: what its path is made of, and the steps inside it. */
export interface StepNode {
  path: string;
  name: string;
  /** The step; `null` for a registered function, which stands here as a step too. */
  step: Step | null;
  /** How the steps inside it follow one another; `dynamic`: what it will do is not known before it does it. */
  flow: 'together' | 'in turn' | 'dynamic';
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

/** The agents and functions of a tree, in order, as far as the spec tells them. */
export function leavesOf(node: StepNode): StepNode[] {
  if (node.flow === 'dynamic') return [];
  return node.children.length === 0 ? [node] : node.children.flatMap(leavesOf);
}
