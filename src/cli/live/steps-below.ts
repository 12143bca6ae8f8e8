import type { RunProgress, StepNode, StepProgress } from '../../client/progress/index.ts';
import { stepTitle } from '../../core/kinds/titles.ts';
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

/** What stands before a step, by its state. */
export const marks = { waiting: ' ', running: '>', done: '✔', failed: '✖' };

/** A line for a step; `path`: `null` where it is for several. */
interface StepLine {
  path: string | null;
  text: string;
  /** Whether it runs now. */
  isLive: boolean;
}

/** A line for each of these steps, at most so many: of a long debate the last ones. */
export function linesBelow(
  node: StepNode,
  progress: RunProgress,
  most: number,
  now: number,
): StepLine[] {
  const lines = stepsBelow(node, progress).map((step) => {
    const title = stepTitle(pathInside(step.path, node.path) ?? '', node.step);
    const text = `${marks[step.state]} ${title} · ${stepStatus(step, now)}`;
    return { path: step.path, text, isLive: step.state === 'running' };
  });
  const hidden = lines.length - most;
  if (hidden <= 0) return lines;
  const earlier = { path: null, text: `… ${hidden} earlier steps`, isLive: false };
  return [earlier, ...lines.slice(hidden)];
}
