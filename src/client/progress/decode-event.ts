import type { LoadedDataConverter } from '@temporalio/common';
import {
  decodeFromPayloadsAtIndex,
  decodeOptionalFailureToOptionalError,
} from '@temporalio/common/lib/internal-non-workflow/index.js';
import { optionalTsToMs } from '@temporalio/common/lib/time.js';
import type { temporal } from '@temporalio/proto';
import { findFailure } from '../../core/failures.ts';
import { type ModelCall, type ModelReply, summaryOf } from '../../core/model-call.ts';
import type { StepResult } from '../../core/kinds/step.ts';
import { type Returned, resultFrom } from '../../core/returned.ts';
import type { RunInput } from '../../core/run-input.ts';
import { decodeMarker } from './decode-marker.ts';
import { stepErrorFrom } from '../runs/step-error-from.ts';
import { recordedSpec } from './recorded-spec.ts';
import type { FunctionReply, RunEvent, Work } from './run-event.ts';
import type { RunStatus } from './run-progress.ts';

export type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

type Failed = temporal.api.failure.v1.IFailure | null | undefined;
type Payloads = { payloads?: temporal.api.common.v1.IPayload[] | null } | null | undefined;

/**
 * What an event says about the progress of its run; `undefined` when nothing. Payloads go through
 * the client's data converter, so that codecs work.
 */
export async function decodeEvent(
  converter: LoadedDataConverter,
  event: HistoryEvent,
): Promise<RunEvent | undefined> {
  return (
    (await decodeStart(converter, event)) ??
    (await decodeWork(converter, event)) ??
    (await decodeClose(converter, event))
  );
}

function timeOf(event: HistoryEvent): number {
  return optionalTsToMs(event.eventTime) ?? 0;
}

async function decodeStart(
  converter: LoadedDataConverter,
  event: HistoryEvent,
): Promise<RunEvent | undefined> {
  const at = timeOf(event);
  const started = event.workflowExecutionStartedEventAttributes;
  if (started) {
    const input = await decodeFirst<RunInput>(converter, started.input);
    const kind = started.workflowType?.name ?? '';
    return { type: 'started', at, kind, input, spec: await recordedSpec(input) };
  }
  const child = event.childWorkflowExecutionStartedEventAttributes?.workflowExecution;
  if (child)
    return { type: 'childStarted', at, id: child.workflowId ?? '', runId: child.runId ?? '' };
  if (event.workflowExecutionContinuedAsNewEventAttributes) return { type: 'continued', at };
  if (event.workflowTaskStartedEventAttributes) return { type: 'workflowTaskStarted', at };
  if (event.workflowTaskCompletedEventAttributes) return { type: 'workflowTaskCompleted', at };
  return undefined;
}

async function decodeWork(
  converter: LoadedDataConverter,
  event: HistoryEvent,
): Promise<RunEvent | undefined> {
  const at = timeOf(event);
  const scheduled = event.activityTaskScheduledEventAttributes;
  if (scheduled) {
    const activity = scheduled.activityType?.name ?? '';
    const read = workReaders[activity];
    if (read === undefined) return undefined;
    const call = await decodeFirst(converter, scheduled.input);
    const work = { activityId: scheduled.activityId ?? '', ...read(call) };
    return { type: 'workScheduled', at, event: String(event.eventId), work };
  }
  const completed = event.activityTaskCompletedEventAttributes;
  if (completed) {
    const reply = await decodeFirst<ModelReply | FunctionReply>(converter, completed.result);
    return { type: 'workCompleted', at, scheduled: String(completed.scheduledEventId), reply };
  }
  const marker = event.markerRecordedEventAttributes;
  if (marker) return await decodeMarker(converter, marker, { at, event: String(event.eventId) });
  return await decodeFailedWork(converter, event);
}

async function decodeFailedWork(
  converter: LoadedDataConverter,
  event: HistoryEvent,
): Promise<RunEvent | undefined> {
  const at = timeOf(event);
  const failed =
    event.activityTaskFailedEventAttributes ?? event.activityTaskTimedOutEventAttributes;
  if (failed) {
    const cause = await decodeFailure(converter, failed.failure);
    const error = stepErrorFrom(cause, 'the call');
    return { type: 'workFailed', at, scheduled: String(failed.scheduledEventId), error };
  }
  const canceled = event.activityTaskCanceledEventAttributes;
  if (!canceled) return undefined;
  const error = {
    type: 'Run.Cancelled',
    message: 'the call was cancelled',
    retryable: false,
  } as const;
  return { type: 'workFailed', at, scheduled: String(canceled.scheduledEventId), error };
}

/** How the activities that are work of a step are read. */
const workReaders: Record<string, (call: unknown) => Omit<Work, 'activityId'>> = {
  callModel(call) {
    return { kind: 'agent', ...summaryOf(call as ModelCall) };
  },
  runTransform(call) {
    const { name, id, input } = call as { name: string; id: string; input: string };
    const step = id.slice(id.indexOf('/') + 1);
    return { kind: 'function', step, agentName: name, model: null, input };
  },
};

async function decodeClose(
  converter: LoadedDataConverter,
  event: HistoryEvent,
): Promise<RunEvent | undefined> {
  const closed = { type: 'closed', at: timeOf(event), result: null, error: null } as const;
  const completed = event.workflowExecutionCompletedEventAttributes;
  if (completed) {
    const result = await decodeFirst<Returned>(converter, completed.result);
    return { ...closed, status: 'completed', result: resultFrom(result) };
  }
  const failed = event.workflowExecutionFailedEventAttributes;
  if (failed) {
    const cause = await decodeFailure(converter, failed.failure);
    return { ...closed, status: 'failed', ...endOf(cause) };
  }
  const status = statusOfClose(event);
  return status === undefined ? undefined : { ...closed, status };
}

function statusOfClose(event: HistoryEvent): RunStatus | undefined {
  if (event.workflowExecutionCanceledEventAttributes) return 'cancelled';
  if (event.workflowExecutionTerminatedEventAttributes) return 'terminated';
  if (event.workflowExecutionTimedOutEventAttributes) return 'timedOut';
  return undefined;
}

function endOf(cause: Error | undefined) {
  const result = resultIn(cause) ?? null;
  return { result, error: result?.error ?? stepErrorFrom(cause, 'the run') };
}

/** The result that a failed run has left in the details of its failure. */
export function resultIn(error: unknown): StepResult | undefined {
  const [details] = findFailure(error)?.details ?? [];
  return typeof details === 'object' && details !== null && 'kind' in details
    ? resultFrom(details as Returned)
    : undefined;
}

async function decodeFirst<T>(converter: LoadedDataConverter, payloads: Payloads): Promise<T> {
  return await decodeFromPayloadsAtIndex<T>(converter, 0, payloads?.payloads);
}

export async function decodeFailure(
  converter: LoadedDataConverter,
  failed: Failed,
): Promise<Error | undefined> {
  return await decodeOptionalFailureToOptionalError(converter, failed);
}
