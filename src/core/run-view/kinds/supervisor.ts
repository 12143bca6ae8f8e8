import type { Plan, PlanTask, Split } from '../../kinds/supervisor/plan.ts';
import { readElement, taskElement } from '../../kinds/supervisor/paths.ts';
import type { Review } from '../../kinds/supervisor/review.ts';
import type { Verification } from '../../kinds/supervisor/verification.ts';
import { joinPath } from '../../step-path.ts';
import type { KindView } from './kind.ts';

/** Plans, their tasks in waves, a review after each wave, and the answer. */
export interface SupervisorView {
  /** Names that the planner knows its workers under. */
  workers: readonly string[];
  plans: readonly PlanView[];
  /** In order; each ends a wave. */
  reviews: readonly ReviewView[];
  /** In order. */
  checks: readonly CheckView[];
  /** Paths of the steps in which plans are made, in order. */
  planning: readonly string[];
  /** Path of the step that makes the answer; `null`: not yet. */
  synthesis: string | null;
}

export interface PlanView {
  /** From 1. */
  version: number;
  tasks: readonly TaskView[];
  /** Absent: the planner was not asked. */
  split?: Split;
}

/** A task; its state is that of the step at its path, `waiting` where there is none. */
export interface TaskView extends PlanTask {
  path: string;
  /** Tasks of one wave began together; from 1 in the run, `null`: it has not begun. */
  wave: number | null;
  /** Paths of the steps in which it was done again, after a verifier had sent its result back. */
  again: readonly string[];
  /** What a verifier has said of its results, in order. */
  verdicts: readonly Verification[];
}

/** A step in which a verifier checks the results of a wave. */
export interface CheckView {
  path: string;
  wave: number;
}

export interface ReviewView {
  path: string;
  /** `null`: it goes on, or has failed. */
  review: Review | null;
}

declare module '../types.ts' {
  interface OwnViews {
    supervisor: SupervisorView;
  }
}

export const supervisor: KindView<'supervisor'> = {
  open: (spec) => ({
    workers: Object.keys(spec?.workers ?? {}),
    plans: [],
    reviews: [],
    checks: [],
    planning: [],
    synthesis: null,
  }),
  begun(own, { element, path }) {
    const read = readElement(element, own.workers);
    switch (read?.is) {
      case 'plan':
        return { ...own, planning: [...own.planning, path] };
      case 'review':
        return { ...own, reviews: [...own.reviews, { path, review: null }] };
      case 'verify':
        return { ...own, checks: [...own.checks, { path, wave: waveOf(own) }] };
      case 'synthesis':
        return { ...own, synthesis: path };
      case 'task': {
        const { version, attempt, id, workerName } = read;
        const first = taskElement(Number(version), { id, workerName });
        const begun = `${path.slice(0, path.length - element.length)}${first}`;
        return attempt === 1 ? beginTask(own, path) : beginAgain(own, begun, path);
      }
      case undefined:
        return own;
    }
  },
  told(own, event) {
    if (event.type === 'plan.made') return withPlan(own, event.plan, event.path);
    if (event.type === 'verification.made') return withVerdicts(own, event.verifications);
    return event.type === 'review.made' ? withReview(own, event.review) : own;
  },
};

/** Who has no spec learns from the plan which workers there are. */
function withPlan(
  own: SupervisorView,
  { version, tasks, split }: Plan,
  path: string,
): SupervisorView {
  const planned = tasks.map((task) => ({
    ...task,
    path: joinPath(path, taskElement(version, task)),
    wave: null,
    again: [],
    verdicts: [],
  }));
  const plan = { version, tasks: planned, ...(split === undefined ? {} : { split }) };
  const workers = [...new Set([...own.workers, ...tasks.map(({ workerName }) => workerName)])];
  return { ...own, workers, plans: [...own.plans, plan] };
}

function withReview(own: SupervisorView, review: Review): SupervisorView {
  const at = own.reviews.findLastIndex((each) => each.review === null);
  const reviews = own.reviews.map((each, index) => (index === at ? { ...each, review } : each));
  return { ...own, reviews };
}

/** The wave that is under way: each ends with its review. */
function waveOf({ reviews }: SupervisorView): number {
  return reviews.length + 1;
}

function beginTask(own: SupervisorView, path: string): SupervisorView {
  const wave = waveOf(own);
  return withTasks(own, (task) => (task.path === path ? { ...task, wave } : task));
}

function beginAgain(own: SupervisorView, first: string, path: string): SupervisorView {
  return withTasks(own, (task) =>
    task.path === first ? { ...task, again: [...task.again, path] } : task,
  );
}

function withVerdicts(own: SupervisorView, all: readonly Verification[]): SupervisorView {
  return withTasks(own, (task, version) => {
    const added = all.filter(
      ({ iteration, taskId }) => iteration === version && taskId === task.id,
    );
    return added.length === 0 ? task : { ...task, verdicts: [...task.verdicts, ...added] };
  });
}

/** Plans in which nothing has changed stay the same object: a page goes by that. */
function withTasks(
  own: SupervisorView,
  change: (task: TaskView, version: number) => TaskView,
): SupervisorView {
  const plans = own.plans.map((plan) => {
    const tasks = plan.tasks.map((task) => change(task, plan.version));
    return tasks.some((task, index) => task !== plan.tasks[index]) ? { ...plan, tasks } : plan;
  });
  return { ...own, plans };
}
