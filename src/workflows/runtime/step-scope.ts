import { TimeoutFailure } from '@temporalio/common';
import type { Text } from '../../core/content.ts';
import { showMs } from '../../core/durations.ts';
import { causes, Failure } from '../../core/failures.ts';
import type { Made } from '../../core/make-results.ts';
import type { CallOwner } from '../../core/model-call.ts';
import { type StepError, stepErrorOf } from '../../core/results.ts';
import type { Deadline } from '../../core/run-input.ts';
import type { DescribedTools } from '../../core/tools.ts';
import { limitAt } from './deadlines.ts';
import type { Host } from './host.ts';

/** What stays the same in all calls of one workflow. */
export interface RunFrame {
  host: Host;
  /** First-execution run id of the workflow. */
  execution: string;
  owner: CallOwner;
  context: Text | null;
  /** System prompts that were stored, by what they say. */
  systems: Map<string, Promise<Text>>;
  /** Tools that were described, by the list of their names. */
  described: Map<string, DescribedTools>;
}

/** Where in a workflow a call stands. */
export interface Place {
  made: Made;
  /** Path of the step inside the workflow; '' for the workflow's own step. */
  path: string;
  deadline: Deadline | null;
  /** Why nothing may go on here. */
  stopped: () => StepError | undefined;
}

/** The error of a step that did not finish by its deadline. */
export function tooLate({ made, deadline }: Place): StepError {
  const own = deadline === null || deadline.setBy === made.id;
  const limit = deadline === null ? 'its time' : showMs(deadline.timeoutMs);
  const whose = own ? 'its timeout' : `the timeout of '${deadline.name}'`;
  return {
    type: own ? Failure.modelTimedOut : Failure.stepTimedOut,
    message: `'${made.name}' did not finish within ${limit}, ${whose}: raise it, or see whether a worker and the provider answer`,
    agentName: made.name,
    retryable: true,
  };
}

/** Why a step can not be started here any more. */
export function notNow(place: Place): StepError | undefined {
  const why = place.stopped() ?? lateness(place);
  return why === undefined ? undefined : { ...why, agentName: place.made.name };
}

function lateness(place: Place): StepError | undefined {
  return place.deadline !== null && limitAt(place).ms <= 0 ? tooLate(place) : undefined;
}

/** What an error of a host means for the step at this place. */
export function asStepError(error: unknown, host: Host, place: Place): StepError {
  const agentName = place.made.name;
  if (host.isCancellation(error)) {
    const cancelled = {
      type: Failure.runCancelled,
      message: 'the run was cancelled',
      retryable: false,
    };
    return { ...(place.stopped() ?? cancelled), agentName };
  }
  const known = stepErrorOf(error, agentName);
  const own = place.deadline === null || place.deadline.setBy === place.made.id;
  if (known?.type === Failure.modelTimedOut && !own) return tooLate(place);
  if (known !== undefined) return { ...known, message: known.message.slice(0, 2_000) };
  if (causes(error).some((cause) => cause instanceof TimeoutFailure)) return tooLate(place);
  return {
    type: Failure.modelUnavailable,
    message: `'${agentName}': the worker failed: ${rootMessage(error)}`.slice(0, 2_000),
    agentName,
    retryable: true,
  };
}

function rootMessage(error: unknown): string {
  return causes(error).at(-1)?.message ?? String(error);
}
