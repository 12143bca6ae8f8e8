import type { Text } from '../content.ts';
import { Failure } from '../failures.ts';
import { resultBase, type StepError, type StepIdentity, withDuration } from '../results.ts';
import { nothingSpent, type Spending } from '../usage.ts';
import type { OwnParts } from './kind.ts';
import { kindOf } from './registry.ts';
import type { Kind, ResultOf, RunResult, Step, StepResult } from './step.ts';

/** The result of a pattern that has spent this and ended with a text or an error. */
export function patternResult<K extends Kind>(
  kind: K,
  identity: StepIdentity,
  { spent, ended }: { spent: Spending; ended: Text | StepError },
  parts: OwnParts<K>,
): ResultOf<K> {
  return { kind, ...resultBase(identity, spent, ended), ...parts } as unknown as ResultOf<K>;
}

/** The result of a step that could not even be started. */
export function failedResult(step: Step, identity: StepIdentity, error: StepError): StepResult {
  return nothingDone(step.kind, step, identity, error);
}

/** The result of a run whose spec cannot be read. */
export function unreadResult(kind: Kind, identity: StepIdentity, error: StepError): StepResult {
  return nothingDone(kind, null, identity, error);
}

function nothingDone(
  kind: Kind,
  spec: Step | null,
  identity: StepIdentity,
  error: StepError,
): StepResult {
  const base = resultBase(identity, nothingSpent, error);
  const result = { kind, ...base, ...kindOf({ kind }).nothing(spec) } as StepResult;
  return withDuration(result, base.totalDurationMs);
}

/** The whole results of the steps directly inside one, in order. */
export function innerResults<C>(result: StepResult<C>): StepResult<C>[] {
  const inner: StepResult[] = [];
  const wire = result as StepResult;
  kindOf(wire).mapResults(wire, (each) => {
    inner.push(each);
    return each;
  });
  return inner as StepResult<C>[];
}

/** The result with `change` made to it and to every whole result in it, the inner ones first. */
export function mapEveryResult<R extends StepResult<string>>(
  result: R,
  change: (result: StepResult<string>) => StepResult<string>,
): R {
  const within = (each: StepResult) =>
    mapEveryResult(each as StepResult<string>, change) as StepResult;
  const wire = result as StepResult;
  return change(kindOf(wire).mapResults(wire, within) as StepResult<string>) as R;
}

/** The result with the accessors of its kind, at any depth. */
export function presented(result: StepResult<string>): RunResult {
  return mapEveryResult(result, (each) => kindOf(each).present?.(each) ?? each) as RunResult;
}

/** Whether a cancellation has ended a step of this result, at any depth. */
export function wasCutShort(result: StepResult): boolean {
  if (result.error?.type === Failure.runCancelled) return true;
  return innerResults(result).some(wasCutShort);
}

/** The result of a cancelled run: no success, though enough of it may have been done for one. */
export function asCancelled<R extends StepResult>(
  result: R,
  error: StepError = {
    type: Failure.runCancelled,
    message: 'the run was cancelled',
    retryable: false,
  },
): R {
  if (result.error?.type === Failure.runCancelled) return result;
  return { ...result, success: false, content: null, error };
}
