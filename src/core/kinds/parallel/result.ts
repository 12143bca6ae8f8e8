import type { Text } from '../../content.ts';
import { Failure } from '../../failures.ts';
import { toContext } from '../../render.ts';
import {
  type Entry,
  resultBase,
  spendingOf,
  type StepError,
  type StepIdentity,
} from '../../results.ts';
import { addSpending } from '../../usage.ts';
import type { StepResult } from '../step.ts';
import type { ParallelResult, ParallelSpec } from './types.ts';

/** A parallel's result: a success when the quorum is reached. */
export function parallelResult(
  spec: ParallelSpec,
  identity: StepIdentity,
  results: (StepResult & Entry)[],
): ParallelResult {
  const good = results.filter((result) => result.success);
  const ended = good.length >= spec.quorum ? toContext(good.map(answerOf)) : tooFew(spec, results);
  return {
    kind: 'parallel',
    ...resultBase(identity, addSpending(results.map(spendingOf)), ended),
    results,
    allSuccess: good.length === results.length,
  };
}

function answerOf(result: StepResult): { agentName: string; content: Text } {
  return { agentName: result.name, content: result.content ?? '' };
}

function tooFew(spec: ParallelSpec, results: readonly StepResult[]): StepError {
  const failed = results.flatMap(({ name, error }) => (error === null ? [] : [{ name, error }]));
  const cancelled = failed.find(({ error }) => error.type === Failure.runCancelled);
  if (cancelled !== undefined && failed.every(({ error }) => error.type === Failure.runCancelled)) {
    return cancelled.error;
  }
  const reasons = failed.map(({ name, error }) => `${name}: ${error.message}`).join('; ');
  return {
    type: Failure.tooFewSucceeded,
    message: `${results.length - failed.length} of ${results.length} agents of '${spec.name}' succeeded, ${spec.quorum} needed: ${reasons}`,
    retryable: failed.some(({ error }) => error.retryable),
    details: {
      failed: failed.map(({ name, error }) => ({
        agentName: name,
        type: error.type,
        message: error.message,
      })),
    },
  };
}
