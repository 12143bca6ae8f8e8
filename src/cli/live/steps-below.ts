import type { RunProgress, StepNode, StepProgress } from '../../client/progress/index.ts';
import { stepStatus } from './step-line.ts';
import { stepTitle } from './step-title.ts';

/** Whether a step makes up what it does as it goes, so that the spec does not tell. */
export function isDynamic({ kind }: StepNode): boolean {
  return kind === 'supervisor' || kind === 'debate';
}

/** The steps that a supervisor or a debate has taken so far, in the order they began. */
function stepsBelow({ path }: StepNode, { steps }: RunProgress): StepProgress[] {
  const prefix = path === '' ? '' : `${path}/`;
  return steps.filter((step) => step.path !== path && step.path.startsWith(prefix));
}

const marks = { waiting: ' ', running: '>', done: '✔', failed: '✖' };

/** A line for each of these steps, at most so many: of a long debate the last ones. */
export function linesBelow(node: StepNode, progress: RunProgress, most: number): string[] {
  const own = node.path === '' ? 0 : node.path.length + 1;
  const lines = stepsBelow(node, progress).map((step) => {
    const title = stepTitle(step.path.slice(own), node.step);
    return `${marks[step.state]} ${title} · ${stepStatus(step, Date.now())}`;
  });
  const hidden = lines.length - most;
  return hidden <= 0 ? lines : [`… ${hidden} earlier steps`, ...lines.slice(hidden)];
}

/** How such a step has ended, by its last piece of work; `undefined` before that. */
export function endBelow(node: StepNode, progress: RunProgress): 'done' | 'failed' | undefined {
  const names = ['synthesis', 'conclusion'].map((name) =>
    node.path ? `${node.path}/${name}` : name,
  );
  const state = progress.steps.find(({ path }) => names.includes(path))?.state;
  return state === 'done' || state === 'failed' ? state : undefined;
}
