import { spendingOf, type StepError } from '../../../core/results.ts';
import { Failure } from '../../../core/failures.ts';
import {
  instructionKey,
  nextWave,
  type Plan,
  type PlanTask,
} from '../../../core/kinds/supervisor/plan.ts';
import type { TaskOutcome } from '../../../core/kinds/supervisor/prompts.ts';
import { type Ending, type Review, stallsAfter } from '../../../core/kinds/supervisor/review.ts';
import type { WorkerResult } from '../../../core/kinds/supervisor/types.ts';
import type { StepResult } from '../../../core/kinds/step.ts';
import type { Answer } from '../../../core/render.ts';
import { addSpending, nothingSpent, type Spending } from '../../../core/usage.ts';

/** A task that was done, and what came of it. */
interface DoneTask {
  task: PlanTask;
  result: WorkerResult;
}

/** Everything a supervisor goes on from: plain JSON, as it may continue as a new run. */
export interface SupervisorState {
  /** Whether a plan has to be made next. */
  needsPlan: boolean;
  /** All plans, by version. */
  plans: Plan[];
  /** In completion order. */
  done: DoneTask[];
  reviews: Review[];
  /** The last review; `null` before the first, and when it failed. */
  review: Review | null;
  /** Reviews that were asked for. */
  reviewsAsked: number;
  /** Why plans and reviews say what they say, in order. */
  reasons: string[];
  /** Reviews without progress. */
  stalls: number;
  spent: Spending;
  /** Why the work is over; `null` while it goes on. */
  ending: Ending | null;
  /** The first thing that went wrong. */
  error: StepError | null;
}

export function newState(): SupervisorState {
  return {
    needsPlan: true,
    plans: [],
    done: [],
    reviews: [],
    review: null,
    reviewsAsked: 0,
    reasons: [],
    stalls: 0,
    spent: nothingSpent,
    ending: null,
    error: null,
  };
}

export function currentPlan({ plans }: SupervisorState): Plan | null {
  return plans.at(-1) ?? null;
}

export function addPlan(state: SupervisorState, plan: Plan, reasoning: string): void {
  state.plans.push(plan);
  state.reasons.push(`Plan ${plan.version}: ${reasoning}`);
}

/** Counts what a step has cost, and notes when the run was cancelled. */
export function spend(state: SupervisorState, result: StepResult): void {
  state.spent = addSpending([state.spent, spendingOf(result)]);
  if (result.error?.type === Failure.runCancelled) end(state, 'cancelled', result.error);
}

export function addDone(state: SupervisorState, task: PlanTask, result: StepResult): void {
  const { id, success, content, error, totalDurationMs, totalCost } = result;
  const done: WorkerResult = {
    workerName: task.workerName,
    taskId: task.id,
    planVersion: state.plans.length,
    task: task.task,
    id,
    success,
    content,
    error,
    durationMs: totalDurationMs,
    cost: totalCost,
  };
  state.done.push({ task, result: done });
  spend(state, result);
}

export function addReview(
  state: SupervisorState,
  review: Review | null,
  error: StepError | null,
): void {
  state.review = review;
  state.stalls = stallsAfter(state.stalls, review);
  if (review === null) return void (state.error ??= error);
  state.reviews.push(review);
  const { satisfied, missing } = review;
  state.reasons.push(
    `Review: ${satisfied.reason}${missing.answer && ` Missing: ${missing.answer}`}`,
  );
}

/** The first reason stands. */
export function end(state: SupervisorState, because: Ending, error: StepError | null = null): void {
  state.ending ??= because;
  state.error ??= error;
}

/** The tasks of the plan that can run now. */
export function waveOf(state: SupervisorState, atOnce: number): PlanTask[] {
  const plan = currentPlan(state);
  if (plan === null) return [];
  const { used, available } = taskIds(state);
  return nextWave(plan, new Set(used), new Set(available), atOnce);
}

/** Ids of the tasks that were started, and of those with a result. */
export function taskIds({ done }: SupervisorState): { used: string[]; available: string[] } {
  return {
    used: done.map(({ task }) => task.id),
    available: done.filter(({ result }) => result.success).map(({ task }) => task.id),
  };
}

/** Instructions that need no repeating: they have succeeded, or failed twice. */
export function carriedOut({ done }: SupervisorState): ReadonlySet<string> {
  const keys = done.map(({ task }) => instructionKey(task));
  const good = done.filter(({ result }) => result.success).map(({ task }) => instructionKey(task));
  return new Set([...good, ...keys.filter((key, index) => keys.indexOf(key) !== index)]);
}

export function outcomesOf({ done }: SupervisorState): TaskOutcome[] {
  return done.map(({ task, result }) => ({
    task,
    content: result.content,
    problem: result.error?.message ?? null,
  }));
}

export function answersTo({ done }: SupervisorState, ids: readonly string[]): Answer[] {
  return done.flatMap(({ task, result }) =>
    ids.includes(task.id) && result.content !== null
      ? [{ agentName: task.workerName, content: result.content }]
      : [],
  );
}
