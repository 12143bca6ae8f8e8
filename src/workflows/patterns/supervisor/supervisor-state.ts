import type { Text } from '../../../core/content.ts';
import { Failure } from '../../../core/failures.ts';
import { type Made, spendingOf, supervisorResult } from '../../../core/make-results.ts';
import {
  instructionKey,
  nextWave,
  type Plan,
  type PlanTask,
} from '../../../core/kinds/supervisor/plan.ts';
import type { TaskOutcome } from '../../../core/kinds/supervisor/prompts.ts';
import type { Answer } from '../../../core/render.ts';
import type {
  StepError,
  StepResult,
  SupervisorResult,
  WorkerResult,
} from '../../../core/results.ts';
import { type Ending, type Review, stallsAfter } from '../../../core/kinds/supervisor/review.ts';
import type { SupervisorSpec } from '../../../core/kinds/supervisor/schema.ts';
import { addSpending, nothingSpent, type Spending } from '../../../core/usage.ts';

interface Done {
  task: PlanTask;
  version: number;
  result: StepResult;
}

/** What has happened in a supervisor's run: its prompts, its decisions and its result come from here. */
export class SupervisorRecord {
  readonly plans: Plan[] = [];
  stalls = 0;
  /** The last review; `null` before the first, and when it failed. */
  review: Review | null = null;
  /** Why the work is over; `null` while it goes on. */
  ending: Ending | null = null;
  readonly #spec: SupervisorSpec;
  readonly #made: Made;
  readonly #done: Done[] = [];
  readonly #reviews: Review[] = [];
  readonly #reasons: string[] = [];
  #reviewsAsked = 0;
  #spent: Spending = nothingSpent;
  #error: StepError | null = null;

  constructor(spec: SupervisorSpec, made: Made) {
    this.#spec = spec;
    this.#made = made;
  }

  get plan(): Plan | null {
    return this.plans.at(-1) ?? null;
  }

  planned(plan: Plan, reasoning: string): void {
    this.plans.push(plan);
    this.#reasons.push(`Plan ${plan.version}: ${reasoning}`);
  }

  spend(result: StepResult): void {
    this.#spent = addSpending([this.#spent, spendingOf(result)]);
    if (result.error?.type === Failure.runCancelled) this.end('cancelled', result.error);
  }

  worked(task: PlanTask, result: StepResult): void {
    this.#done.push({ task, version: this.plans.length, result });
    this.spend(result);
  }

  /** Path of the next review. */
  nextReview(): string {
    return `review-${++this.#reviewsAsked}`;
  }

  reviewed(review: Review | null, error: StepError | null): void {
    this.review = review;
    this.stalls = stallsAfter(this.stalls, review);
    if (review === null) return void (this.#error ??= error);
    this.#reviews.push(review);
    const { satisfied, missing } = review;
    this.#reasons.push(
      `Review: ${satisfied.reason}${missing.answer && ` Missing: ${missing.answer}`}`,
    );
  }

  /** The first reason stands. */
  end(because: Ending, error: StepError | null = null): void {
    this.ending ??= because;
    this.#error ??= error;
  }

  /** The tasks of the plan that can run now. */
  nextWave(): PlanTask[] {
    if (this.plan === null) return [];
    const { used, available } = this.taskIds();
    return nextWave(this.plan, new Set(used), new Set(available), this.#spec.maxWorkersPerStep);
  }

  /** Ids of the tasks that were started, and of those with a result. */
  taskIds(): { used: string[]; available: string[] } {
    return {
      used: idsOf(this.#done),
      available: idsOf(this.#done.filter(({ result }) => result.success)),
    };
  }

  succeeded(taskId: string): boolean {
    return this.taskIds().available.includes(taskId);
  }

  /** Instructions that need no repeating: they have succeeded, or failed twice. */
  carriedOut(): ReadonlySet<string> {
    const keys = this.#done.map(({ task }) => instructionKey(task));
    const good = this.#done
      .filter(({ result }) => result.success)
      .map(({ task }) => instructionKey(task));
    return new Set([...good, ...keys.filter((key, index) => keys.indexOf(key) !== index)]);
  }

  outcomes(): TaskOutcome[] {
    return this.#done.map(({ task, result }) => ({
      task,
      content: result.content,
      problem: result.error?.message ?? null,
    }));
  }

  resultsOf(taskIds: readonly string[]): Answer[] {
    return this.#done.flatMap(({ task, result }) =>
      taskIds.includes(task.id) && result.content !== null
        ? [{ agentName: task.workerName, content: result.content }]
        : [],
    );
  }

  /** Why there can be no answer; `null`: there can. */
  shortfall(): StepError | null {
    if (this.#error !== null && (this.ending === 'cancelled' || this.#done.length === 0)) {
      return this.#error;
    }
    const last = new Map(this.#done.map(({ task, result }) => [task.workerName, result.success]));
    const successful = new Set(
      this.#done.filter(({ result }) => result.success).map(({ task }) => task.workerName),
    );
    const failed = [...last].filter(([, success]) => !success).map(([name]) => name);
    const { minSuccessfulWorkers, requireAllWorkers } = this.#spec;
    if (successful.size < minSuccessfulWorkers) {
      return this.#tooFew(`${successful.size} workers succeeded, ${minSuccessfulWorkers} needed`);
    }
    if (requireAllWorkers && failed.length > 0) {
      return this.#tooFew(`all workers are required, and ${failed.join(', ')} failed`);
    }
    return null;
  }

  #tooFew(what: string): StepError {
    const failed = this.#done.flatMap(({ task, result }) =>
      result.error === null
        ? []
        : [{ agentName: task.workerName, type: result.error.type, message: result.error.message }],
    );
    const reasons = failed.map(({ agentName, message }) => `${agentName}: ${message}`).join('; ');
    return {
      type: Failure.tooFewSucceeded,
      message: `'${this.#spec.name}': ${what}: ${reasons}`,
      retryable: this.#done.some(({ result }) => result.error?.retryable),
      details: { failed },
    };
  }

  result(ended: Text | StepError): SupervisorResult {
    const { includeReasoning } = this.#spec;
    return supervisorResult(this.#made, this.#spent, ended, {
      plan: this.plan,
      plans: this.plans,
      reasoning: includeReasoning ? this.#reasons.join('\n') : null,
      reviews: includeReasoning ? this.#reviews : [],
      workerResults: this.#done.map((done) => this.#workerResult(done)),
      iterations: this.plans.length,
      endedBecause: this.ending ?? 'planDone',
    });
  }

  #workerResult({ task, version, result }: Done): WorkerResult {
    return {
      workerName: task.workerName,
      taskId: task.id,
      planVersion: version,
      task: task.task,
      id: result.id,
      success: result.success,
      content: this.#spec.includeWorkerOutputs ? result.content : null,
      error: result.error,
      durationMs: result.totalDurationMs,
      cost: result.totalCost,
    };
  }
}

function idsOf(done: readonly Done[]): string[] {
  return done.map(({ task }) => task.id);
}
