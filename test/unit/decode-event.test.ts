import {
  ApplicationFailure,
  defaultFailureConverter,
  defaultPayloadConverter,
  type LoadedDataConverter,
  type PayloadCodec,
} from '@temporalio/common';
import {
  encodeErrorToFailure,
  encodeToPayloads,
} from '@temporalio/common/lib/internal-non-workflow/index.js';
import { msToTs } from '@temporalio/common/lib/time.js';
import { describe, expect, it } from 'vitest';
import { decodeEvent, type HistoryEvent } from '../../src/client/progress/decode-event.ts';

/** Turns every byte around: what it wrote can not be read without it. */
const flip: PayloadCodec = {
  encode: async (payloads) => payloads.map(flipped),
  decode: async (payloads) => payloads.map(flipped),
};

function flipped<P extends { data?: Uint8Array | null }>(payload: P): P {
  return { ...payload, data: payload.data?.map((byte) => byte ^ 0xff) };
}

const converter: LoadedDataConverter = {
  payloadConverter: defaultPayloadConverter,
  failureConverter: defaultFailureConverter,
  payloadCodecs: [flip],
};

const payloadsOf = async (value: unknown) => ({
  payloads: await encodeToPayloads(converter, value),
});
const eventTime = msToTs(5_000);

async function decoded(event: Partial<HistoryEvent>) {
  return await decodeEvent(converter, { eventTime, ...event });
}

describe('an event of a history', () => {
  it('is read through the codec of the client: a model call', async () => {
    const call = {
      key: { execution: 'e', step: '1-A', number: 1 },
      agentName: 'A',
      settings: { model: 'gpt' },
      messages: [{ role: 'user', text: 'hello' }],
    };
    const event = await decoded({
      eventId: 7 as unknown as HistoryEvent['eventId'],
      activityTaskScheduledEventAttributes: {
        activityId: '1',
        activityType: { name: 'callModel' },
        input: await payloadsOf(call),
      },
    });
    expect(event).toEqual({
      type: 'workScheduled',
      at: 5_000,
      event: '7',
      work: {
        activityId: '1',
        kind: 'agent',
        step: '1-A',
        agentName: 'A',
        model: 'gpt',
        input: 'hello',
      },
    });
  });

  it('takes the path of a registered function from the id of its text', async () => {
    const call = { name: 'shout', id: 'execution/2-B-transform', input: 'x' };
    const event = await decoded({
      activityTaskScheduledEventAttributes: {
        activityType: { name: 'runTransform' },
        input: await payloadsOf(call),
      },
    });
    expect(event).toMatchObject({
      work: { kind: 'function', step: '2-B-transform', agentName: 'shout' },
    });
  });

  it('gives the partial result that a failed run has left', async () => {
    const result = {
      kind: 'agent',
      success: false,
      error: { type: 'Model.Rejected', message: 'no' },
    };
    const error = ApplicationFailure.nonRetryable('no', 'Model.Rejected', result);
    const event = await decoded({
      workflowExecutionFailedEventAttributes: {
        failure: await encodeErrorToFailure(converter, error),
      },
    });
    expect(event).toMatchObject({ type: 'closed', status: 'failed', result, error: result.error });
  });

  it('says of a call that timed out or was cancelled why it failed', async () => {
    const timedOut = await decoded({
      activityTaskTimedOutEventAttributes: {
        scheduledEventId: 7 as never,
        failure: { message: 'late', timeoutFailureInfo: { timeoutType: 1 } },
      },
    });
    expect(timedOut).toMatchObject({
      type: 'workFailed',
      scheduled: '7',
      error: { type: 'Step.TimedOut' },
    });
    const cancelled = await decoded({
      activityTaskCanceledEventAttributes: { scheduledEventId: 8 as never },
    });
    expect(cancelled).toMatchObject({ scheduled: '8', error: { type: 'Run.Cancelled' } });
  });

  it('is nothing when it says nothing about progress', async () => {
    expect(await decoded({ timerStartedEventAttributes: { timerId: '1' } })).toBeUndefined();
    const other = { activityTaskScheduledEventAttributes: { activityType: { name: 'readTexts' } } };
    expect(await decoded(other)).toBeUndefined();
  });
});

describe('the marker of a local model call', () => {
  const of = { step: 'r0-Ann', agentName: 'Ann', model: null, input: 'the question' };
  const time = { seconds: 4, nanos: 500_000_000 };
  const noted = { activity_id: '7', activity_type: 'callModel', original_schedule_time: time };
  // The SDK's core writes it, past the payload codec.
  const data = { payloads: [{ data: Buffer.from(JSON.stringify(noted)) }] };
  const marker = (more: object) =>
    decoded({ markerRecordedEventAttributes: { markerName: 'core_local_activity', ...more } });
  const work = { activityId: '7', kind: 'agent', ...of };

  it('tells the reply, and whose it was, with its times', async () => {
    const reply = { message: 'm', content: 'yes', of };
    const event = await marker({ details: { data, result: await payloadsOf(reply) } });
    expect(event).toMatchObject({ type: 'localWork', at: 5_000, startedAt: 4_500, work, reply });
  });

  it('tells why there is no reply', async () => {
    const error = ApplicationFailure.create({
      type: 'Model.Rejected',
      message: 'no',
      details: [{ of }],
    });
    const failure = await encodeErrorToFailure(converter, error);
    const event = await marker({ details: { data }, failure });
    expect(event).toMatchObject({ type: 'localWork', work, reply: null });
    expect(event).toMatchObject({ error: { type: 'Model.Rejected' } });
  });

  it('is passed over where another worker makes the call then, and where it is of something else', async () => {
    const error = ApplicationFailure.create({ type: 'Provider.NotServed', message: 'not here' });
    const failure = await encodeErrorToFailure(converter, error);
    expect(await marker({ details: { data }, failure })).toBeUndefined();
    const other = { ...noted, activity_type: 'storeTexts' };
    const elsewhere = { payloads: [{ data: Buffer.from(JSON.stringify(other)) }] };
    expect(await marker({ details: { data: elsewhere } })).toBeUndefined();
  });
});
