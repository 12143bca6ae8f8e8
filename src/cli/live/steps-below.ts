import type { RunProgress, StepNode, StepProgress } from '../../client/progress/index.ts';
import { isLastElement, stepTitle } from '../../core/kinds/titles.ts';
import { pathInside } from '../../core/step-path.ts';
import { stepStatus } from './step-line.ts';

/** Whether a step makes up what it does as it goes, so that the spec does not tell. */
export function isDynamic({ flow }: StepNode): boolean {
  return flow === 'dynamic';
}

/** The steps that a supervisor or a debate has taken so far, in the order they began. */
function stepsBelow({ path }: StepNode, { steps }: RunProgress): StepProgress[] {
  return steps.filter((step) => pathInside(step.path, path) !== null);
}

const marks = { waiting: ' ', running: '>', done: '✔', failed: '✖' };

/** A line for each of these steps, at most so many: of a long debate the last ones. */
export function linesBelow(node: StepNode, progress: RunProgress, most: number): string[] {
  const lines = stepsBelow(node, progress).map((step) => {
    const title = stepTitle(pathInside(step.path, node.path) ?? '', node.step);
    return `${marks[step.state]} ${title} · ${stepStatus(step, Date.now())}`;
  });
  const hidden = lines.length - most;
  return hidden <= 0 ? lines : [`… ${hidden} earlier steps`, ...lines.slice(hidden)];
}

/** How such a step has ended, by its last piece of work; `undefined` before that. */
export function endBelow(node: StepNode, progress: RunProgress): 'done' | 'failed' | undefined {
  const { step } = node;
  if (step === null) return undefined;
  const last = stepsBelow(node, progress).find(({ path }) =>
    isLastElement(pathInside(path, node.path) ?? '', step),
  );
  const state = last?.state;
  return state === 'done' || state === 'failed' ? state : undefined;
}
