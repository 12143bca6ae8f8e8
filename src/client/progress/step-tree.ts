import type { Step } from '../../core/kinds/step-schema.ts';
import { isTemplate } from '../../core/kinds/pipeline/transform.ts';

/** A step of a spec at its place in the run: what its path is made of, and the steps inside it. */
export interface StepNode {
  path: string;
  /** A registered function stands here as a step too. */
  kind: Step['kind'] | 'function';
  name: string;
  /** The step; `null` for a function. */
  step: Step | null;
  children: StepNode[];
}

/** The steps of a spec, with the paths that its run gives them. */
export function stepTree(step: Step, path = ''): StepNode {
  return { path, kind: step.kind, name: step.name, step, children: childrenOf(step, path) };
}

/**
 * The agents and functions of a tree, in order. What a supervisor or a debate will do is not known
 * before it does it.
 */
export function leavesOf(node: StepNode): StepNode[] {
  if (node.kind === 'supervisor' || node.kind === 'debate') return [];
  return node.children.length === 0 ? [node] : node.children.flatMap(leavesOf);
}

function childrenOf(step: Step, path: string): StepNode[] {
  switch (step.kind) {
    case 'agent':
    case 'supervisor':
    case 'debate':
      return [];
    case 'parallel':
      return step.agents.map((agent) => stepTree(agent, inside(path, agent.name)));
    case 'pipeline':
      return step.steps.flatMap(({ step: inner, transform }, index) => {
        const own = inside(path, `${index + 1}-${inner.name}`);
        return [...transformNodes(transform, `${own}-transform`), stepTree(inner, own)];
      });
  }
}

function transformNodes(transform: string | Step | null, path: string): StepNode[] {
  if (transform === null) return [];
  if (typeof transform === 'object') return [stepTree(transform, path)];
  if (isTemplate(transform)) return [];
  return [{ path, kind: 'function', name: transform, step: null, children: [] }];
}

/** A path below another one; '' is the run itself. */
export function inside(path: string, name: string): string {
  return [path, name].filter((each) => each !== '').join('/');
}
