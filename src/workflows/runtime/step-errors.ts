import { TimeoutFailure } from '@temporalio/common';
import { showMs } from '../../core/durations.ts';
import { causes, Failure, messageOf } from '../../core/failures.ts';
import type { Outcome, StepError } from '../../core/results.ts';
import { stepErrorOf } from '../../core/step-error-of.ts';
import { remaining } from './deadlines.ts';
import type { Host } from './host.ts';
import type { StepScope } from './step-scope.ts';
import { beginningOf } from '../../core/unicode.ts';

/** The error of a step that did not finish by its deadline. */
export function deadlineError({ identity, deadline }: StepScope): StepError {
  const own = deadline === null || deadline.setBy === identity.id;
  const limit = deadline === null ? 'its time' : showMs(deadline.timeoutMs);
  const whose = own ? 'its timeout' : `the timeout of '${deadline.name}'`;
  return {
    type: own ? Failure.modelTimedOut : Failure.stepTimedOut,
    message: `'${identity.name}' did not finish within ${limit}, ${whose}: raise it, or see whether a worker and the provider answer`,
    agentName: identity.name,
    retryable: true,
  };
}

/** Why a step cannot be started here any more. */
export function startBlocker(scope: StepScope): StepError | undefined {
  const why = scope.stopped() ?? lateness(scope);
  return why === undefined ? undefined : { ...why, agentName: scope.identity.name };
}

/** Milliseconds left for what is inside a step, or why nothing of it may be started any more. */
export function timeLeft(scope: StepScope): Outcome<number> {
  const blocker = startBlocker(scope);
  if (blocker === undefined) return { ok: true, value: remaining(scope).ms };
  const isLate = blocker.type === Failure.modelTimedOut; // of a step there is no model
  return { ok: false, error: isLate ? { ...blocker, type: Failure.stepTimedOut } : blocker };
}

function lateness(scope: StepScope): StepError | undefined {
  return scope.deadline !== null && remaining(scope).ms <= 0 ? deadlineError(scope) : undefined;
}

/** What an error of a host means for the step at this step. */
export function asStepError(error: unknown, host: Host, scope: StepScope): StepError {
  const agentName = scope.identity.name;
  if (host.isCancellation(error)) {
    const cancelled = {
      type: Failure.runCancelled,
      message: 'the run was cancelled',
      retryable: false,
    };
    return { ...(scope.stopped() ?? cancelled), agentName };
  }
  const known = stepErrorOf(error, agentName);
  const own = scope.deadline === null || scope.deadline.setBy === scope.identity.id;
  if (known?.type === Failure.modelTimedOut && !own) return endedByDeadline(scope, host);
  if (known !== undefined) return { ...known, message: beginningOf(known.message, 2_000) };
  if (causes(error).some((cause) => cause instanceof TimeoutFailure))
    return endedByDeadline(scope, host);
  return {
    type: Failure.modelUnavailable,
    message: beginningOf(`'${agentName}': the worker failed: ${rootMessage(error)}`, 2_000),
    agentName,
    retryable: true,
  };
}

/**
 * A call had all the time that was left, so that nothing may be started after it: by the clock of the
 * workflow, which is that of its last task, some milliseconds may seem to be left.
 */
function endedByDeadline(scope: StepScope, host: Host): StepError {
  const { deadline } = scope;
  const left = deadline === null ? 0 : deadline.at - Date.now();
  if (deadline !== null && left > 0 && left < clocksDifferMs && host.applies('time-is-up'))
    deadline.at = Date.now();
  return deadlineError(scope);
}

/** By which a server's clock is behind a worker's at most, where that is a matter of noise. */
const clocksDifferMs = 1_000;

function rootMessage(error: unknown): string {
  return messageOf(causes(error).at(-1) ?? error);
}
