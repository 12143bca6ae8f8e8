import type { Plan, PlanTask } from '../../kinds/supervisor/plan.ts';
import { readElement, taskElement } from '../../kinds/supervisor/paths.ts';
import type { Review } from '../../kinds/supervisor/review.ts';
import { joinPath } from '../../step-path.ts';
import type { KindView } from './kind.ts';

/** Plans, their tasks in waves, a review after each wave, and the answer. */
export interface SupervisorView {
  /** Names that the planner knows its workers under. */
  workers: readonly string[];
  plans: readonly PlanView[];
  /** In order; each ends a wave. */
  reviews: readonly ReviewView[];
  /** Paths of the steps in which plans are made, in order. */
  planning: readonly string[];
  /** Path of the step that makes the answer; `null`: not yet. */
  synthesis: string | null;
}

export interface PlanView {
  /** From 1. */
  version: number;
  tasks: readonly TaskView[];
}

/** A task; its state is that of the step at its path, `waiting` where there is none. */
export interface TaskView extends PlanTask {
  path: string;
  /** Tasks of one wave began together; from 1 in the run, `null`: it has not begun. */
  wave: number | null;
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
      case 'synthesis':
        return { ...own, synthesis: path };
      case 'task':
        return beginTask(own, path);
      case undefined:
        return own;
    }
  },
  told(own, event) {
    if (event.type === 'plan.made') return withPlan(own, event.plan, event.path);
    return event.type === 'review.made' ? withReview(own, event.review) : own;
  },
};

/** Who has no spec learns from the plan which workers there are. */
function withPlan(own: SupervisorView, { version, tasks }: Plan, path: string): SupervisorView {
  const planned = tasks.map((task) => ({
    ...task,
    path: joinPath(path, taskElement(version, task)),
    wave: null,
  }));
  const workers = [...new Set([...own.workers, ...tasks.map(({ workerName }) => workerName)])];
  return { ...own, workers, plans: [...own.plans, { version, tasks: planned }] };
}

function withReview(own: SupervisorView, review: Review): SupervisorView {
  const at = own.reviews.findLastIndex((each) => each.review === null);
  const reviews = own.reviews.map((each, index) => (index === at ? { ...each, review } : each));
  return { ...own, reviews };
}

function beginTask(own: SupervisorView, path: string): SupervisorView {
  const wave = own.reviews.length + 1;
  const plans = own.plans.map((plan) =>
    plan.tasks.some((task) => task.path === path)
      ? {
          ...plan,
          tasks: plan.tasks.map((task) => (task.path === path ? { ...task, wave } : task)),
        }
      : plan,
  );
  return { ...own, plans };
}
