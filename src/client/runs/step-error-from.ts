import {
  CancelledFailure,
  TerminatedFailure,
  TimeoutFailure,
  TimeoutType,
} from '@temporalio/common';
import { causes, Failure, findFailure, messageOf } from '../../core/failures.ts';
import type { StepError } from '../../core/results.ts';
import { stepErrorOf } from '../../core/step-error-of.ts';
import { beginningOf } from '../../core/unicode.ts';

/**
 * The reason why a run or a call of it ended, from the error that Temporal gives. A failure of the
 * taxonomy is itself, with its details; a cancellation, a termination and a timeout get their type.
 *
 * @param who stands in the message: `the run`, or an agent's name in quotes
 */
export function stepErrorFrom(error: unknown, who: string, agentName?: string): StepError {
  const known = stepErrorOf(error, agentName);
  if (known !== undefined) {
    const [details] = findFailure(error)?.details ?? [];
    return details === undefined ? known : { ...known, details };
  }
  return { ...unknownEnd(error, who), ...(agentName === undefined ? {} : { agentName }) };
}

function unknownEnd(error: unknown, who: string): StepError {
  const chain = causes(error);
  if (chain.some((each) => each instanceof CancelledFailure)) {
    return { type: Failure.runCancelled, message: `${who} was cancelled`, retryable: false };
  }
  const terminated = chain.find((each) => each instanceof TerminatedFailure);
  if (terminated !== undefined) {
    const message = `${who} was terminated: ${terminated.message}`;
    return { type: Failure.runCancelled, message, retryable: false };
  }
  const late = chain.find((each) => each instanceof TimeoutFailure);
  if (late !== undefined) return timedOut(late, who);
  const reason = messageOf(chain.at(-1) ?? error);
  const message = beginningOf(`${who} failed outside of its agents: ${reason}`, 2_000);
  return { type: Failure.modelUnavailable, message, retryable: true };
}

function timedOut({ timeoutType }: TimeoutFailure, who: string): StepError {
  const lost = timeoutType === TimeoutType.HEARTBEAT;
  const message = lost
    ? `the worker of ${who} stopped answering: see whether it still runs`
    : `${who} did not finish in time`;
  return { type: Failure.stepTimedOut, message, retryable: true };
}
