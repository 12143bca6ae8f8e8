import type { Text } from '../../../core/content.ts';
import type { PlanTask } from '../../../core/kinds/supervisor/plan.ts';
import type { Verdict, Verification } from '../../../core/kinds/supervisor/verification.ts';
import type { StepResult } from '../../../core/kinds/step.ts';
import { type DoneTask, refusalOf, spend, type SupervisorState } from './supervisor-state.ts';

/** A task whose result was sent back. */
export interface RefusedTask {
  task: PlanTask;
  /** Which attempt comes next; from 2. */
  attempt: number;
  content: Text;
  reason: string;
}

/** What has come of a wave and nobody has judged yet. */
export function unverifiedIn(state: SupervisorState, wave: readonly PlanTask[]): DoneTask[] {
  return resultsIn(state, wave).filter(({ result }) => result.verified === undefined);
}

/** What has come of a wave and was not accepted. */
export function refusedIn(state: SupervisorState, wave: readonly PlanTask[]): RefusedTask[] {
  return resultsIn(state, wave).flatMap((done) => {
    const { task, result, attempt = 1 } = done;
    const reason = refusalOf(state, done);
    if (reason === undefined || result.content === null) return [];
    return [{ task, attempt: attempt + 1, content: result.content, reason }];
  });
}

/** In the order of the wave. */
function resultsIn({ done }: SupervisorState, wave: readonly PlanTask[]): DoneTask[] {
  return wave.flatMap(({ id }) =>
    done.filter(({ task, result }) => task.id === id && result.success),
  );
}

/** Notes what was said of these tasks' results. */
export function addVerdicts(
  state: SupervisorState,
  verdicts: readonly Verdict[],
  ids: readonly string[],
): Verification[] {
  const added = verdicts
    .filter(({ id }) => ids.includes(id))
    .map(({ id, ok, reason }) => {
      const { attempt = 1 } = state.done.find(({ task }) => task.id === id) ?? {};
      return { iteration: state.plans.length, taskId: id, attempt, ok, reason };
    });
  state.verifications.push(...added);
  state.done = state.done.map((done) => {
    const verdict = added.find(({ taskId }) => taskId === done.task.id);
    if (verdict === undefined) return done;
    return { ...done, result: { ...done.result, verified: verdict.ok } };
  });
  return added;
}

/**
 * What came of a task that was done again. A result takes the place of the one before it, with what
 * both have taken; where the worker has failed, the one before it stays.
 */
export function addAgain(state: SupervisorState, task: PlanTask, result: StepResult): void {
  const before = state.done.find((done) => done.task.id === task.id);
  if (before === undefined) return;
  const { verified: _, ...earlier } = before.result;
  const { id, success, content, totalDurationMs, totalCost } = result;
  const taken = {
    durationMs: earlier.durationMs + totalDurationMs,
    cost: earlier.cost === null || totalCost === null ? null : earlier.cost + totalCost,
  };
  const now = success ? { ...earlier, id, content, ...taken } : { ...before.result, ...taken };
  const others = state.done.filter((done) => done !== before);
  state.done = [...others, { task, result: now, attempt: (before.attempt ?? 1) + 1 }];
  spend(state, result);
}
