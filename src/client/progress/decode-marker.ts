import type { LoadedDataConverter } from '@temporalio/common';
import {
  decodeFromPayloadsAtIndex,
  decodeOptionalFailureToOptionalError,
} from '@temporalio/common/lib/internal-non-workflow/index.js';
import type { temporal } from '@temporalio/proto';
import { findFailure } from '../../core/failures.ts';
import type { CallSummary, ModelReply } from '../../core/model-call.ts';
import { stepErrorFrom } from '../runs/step-error-from.ts';
import type { RunEvent } from './run-event.ts';

type Marker = temporal.api.history.v1.IMarkerRecordedEventAttributes;

/** What the SDK notes of a local activity, times as seconds and nanoseconds. */
interface LocalActivity {
  activity_id: string;
  activity_type: string;
  original_schedule_time: { seconds: number; nanos: number } | null;
}

/**
 * A model call that was a local activity: it stands in the history only when it has ended, and as a
 * marker without its input. `undefined` for other markers.
 */
export async function decodeMarker(
  converter: LoadedDataConverter,
  { markerName, details, failure }: Marker,
  { at, event }: { at: number; event: string },
): Promise<RunEvent | undefined> {
  if (markerName !== 'core_local_activity') return undefined;
  const local = noted(details?.['data']?.payloads?.[0]?.data);
  if (local?.activity_type !== 'callModel') return undefined;
  const startedAt = msOf(local.original_schedule_time) ?? at;
  const ended = { type: 'localWork', at, startedAt, event } as const;
  if (failure) {
    const cause = await decodeOptionalFailureToOptionalError(converter, failure);
    const of = summaryIn(cause);
    if (of === undefined) return undefined; // a call that another worker has made then
    const work = { activityId: local.activity_id, kind: 'agent', ...of } as const;
    return { ...ended, work, reply: null, error: stepErrorFrom(cause, 'the call') };
  }
  const payloads = details?.['result']?.payloads;
  const reply = await decodeFromPayloadsAtIndex<ModelReply>(converter, 0, payloads);
  if (reply.of === undefined) return undefined;
  const work = { activityId: local.activity_id, kind: 'agent', ...reply.of } as const;
  return { ...ended, work, reply, error: null };
}

function noted(data: Uint8Array | null | undefined): LocalActivity | undefined {
  if (!data) return undefined;
  return JSON.parse(Buffer.from(data).toString()) as LocalActivity;
}

function msOf(time: LocalActivity['original_schedule_time']): number | undefined {
  return time === null ? undefined : time.seconds * 1_000 + Math.floor(time.nanos / 1_000_000);
}

function summaryIn(cause: Error | undefined): CallSummary | undefined {
  const [details] = findFailure(cause)?.details ?? [];
  if (typeof details !== 'object' || details === null || !('of' in details)) return undefined;
  return details.of as CallSummary;
}
