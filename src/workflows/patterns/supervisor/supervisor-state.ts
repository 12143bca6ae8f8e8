import { spendingOf, type StepError } from '../../../core/results.ts';
import { Failure } from '../../../core/failures.ts';
import {
  instructionKey,
  nextWave,
  type Plan,
  type PlanTask,
} from '../../../core/kinds/supervisor/plan.ts';
import type { TaskOutcome } from '../../../core/kinds/supervisor/prompts.ts';
import type { Need } from '../../../core/kinds/supervisor/task-prompts.ts';
import { type Ending, type Review, stallsAfter } from '../../../core/kinds/supervisor/review.ts';
import type { WorkerResult } from '../../../core/kinds/supervisor/types.ts';
import type { Verification } from '../../../core/kinds/supervisor/verification.ts';
import type { StepResult } from '../../../core/kinds/step.ts';
import { addSpending, nothingSpent, type Spending } from '../../../core/usage.ts';

/** A task that was done, and what came of it. */
export interface DoneTask {
  task: PlanTask;
  result: WorkerResult;
  /** How often it was given to its worker, if more than once. */
  attempt?: number;
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
  /** What a verifier has said of results, in order. */
  verifications: Verification[];
  /** Verifications that were asked for. */
  verificationsAsked: number;
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
    verifications: [],
    verificationsAsked: 0,
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

/** Instructions that need no repeating: they have succeeded, or failed or been refused twice. */
export function carriedOut({ done }: SupervisorState): ReadonlySet<string> {
  const keys = done.map(({ task }) => instructionKey(task));
  const good = done
    .filter(({ result }) => result.success && result.verified !== false)
    .map(({ task }) => instructionKey(task));
  return new Set([...good, ...keys.filter((key, index) => keys.indexOf(key) !== index)]);
}

export function outcomesOf(state: SupervisorState): TaskOutcome[] {
  return state.done.map((done) => ({ ...outcomeOf(done), refused: refusalOf(state, done) }));
}

export function outcomeOf({ task, result }: DoneTask): TaskOutcome {
  return { task, content: result.content, problem: result.error?.message ?? null };
}

/** Why a result was not accepted; `undefined`: it was, or nobody has judged it. */
export function refusalOf(
  { verifications }: SupervisorState,
  { task, result }: DoneTask,
): string | undefined {
  if (result.verified !== false) return undefined;
  return verifications.findLast(({ taskId }) => taskId === task.id)?.reason ?? '';
}

export function answersTo(state: SupervisorState, ids: readonly string[]): Need[] {
  return state.done.flatMap((done) => {
    const { task, result } = done;
    if (!ids.includes(task.id) || result.content === null) return [];
    return [
      { agentName: task.workerName, content: result.content, refused: refusalOf(state, done) },
    ];
  });
}
