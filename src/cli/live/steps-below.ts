import type { RunProgress, StepNode, StepProgress } from '../../client/progress/index.ts';
import { stepTitle } from '../../core/kinds/titles.ts';
import { hasItems } from '../../core/kinds/walk.ts';
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
  const steps = stepsBelow(node, progress);
  const isMap = node.step !== null && hasItems(node.step);
  const shown = isMap ? someItems(steps, most) : lastOf(steps, most);
  const lines = shown.map((step) => {
    const title = stepTitle(pathInside(step.path, node.path) ?? '', node.step);
    const text = `${marks[step.state]} ${title} · ${stepStatus(step, now)}`;
    return { path: step.path, text, isLive: step.state === 'running' };
  });
  const hidden = steps.length - shown.length;
  if (hidden === 0 || isMap) return lines; // the items of a map are counted where it stands
  return [{ path: null, text: `… ${hidden} earlier steps`, isLive: false }, ...lines];
}

/** Items that failed and are shown beside those that run. */
const failedShown = 3;

/** The last that failed, those that run, and where there is room the last that are done, in order. */
function someItems(steps: readonly StepProgress[], most: number): readonly StepProgress[] {
  if (steps.length <= most) return steps;
  const failed = lastOf(inState(steps, 'failed'), failedShown);
  const running = lastOf(inState(steps, 'running'), most - failed.length);
  const done = lastOf(inState(steps, 'done'), most - failed.length - running.length);
  const shown = new Set([...failed, ...running, ...done]);
  return steps.filter((step) => shown.has(step));
}

function inState(steps: readonly StepProgress[], state: StepProgress['state']): StepProgress[] {
  return steps.filter((step) => step.state === state);
}

function lastOf<T>(all: readonly T[], most: number): readonly T[] {
  return all.slice(Math.max(0, all.length - most));
}
