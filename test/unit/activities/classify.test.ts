import { ApplicationFailure } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { classify } from '../../../src/activities/providers/problems/classify.ts';
import { MalformedReply } from '../../../src/activities/providers/problems/malformed-reply.ts';
import type { Api } from '../../../src/core/provider-apis.ts';
import type { ScriptedAnswer } from '../../../src/simulated-model/index.ts';
import { endpointAt, kitchen, modelCall, rejection, testKey } from './fixtures.ts';

/** The failure of a call that the server answers so, through the real SDK. */
async function failureFor(answer: ScriptedAnswer, api: Api = 'responses') {
  const { call } = await kitchen([answer], { endpoint: { api } });
  const error = await rejection(call(modelCall()));
  if (!(error instanceof ApplicationFailure)) throw error;
  return error;
}

const statuses = [
  [400, 'Model.Rejected', false],
  [401, 'Model.Rejected', false],
  [402, 'Model.Rejected', false],
  [403, 'Model.Rejected', false],
  [404, 'Model.Rejected', false],
  [408, 'Model.Unavailable', true],
  [409, 'Model.Unavailable', true],
  [413, 'Model.Rejected', false],
  [422, 'Model.Rejected', false],
  [429, 'Model.RateLimited', true],
  [500, 'Model.Unavailable', true],
  [503, 'Model.Unavailable', true],
  [529, 'Model.Unavailable', true],
] as const;

describe.each(['responses', 'chat', 'messages'] as const)('an error of the %s API', (api) => {
  it.each(statuses)('of status %i is %s, retryable: %s', async (status, type, retryable) => {
    const error = await failureFor({ status, error: 'what it says' }, api);

    expect(error).toMatchObject({ type, nonRetryable: !retryable });
    expect(error.message).toMatch(
      `Agent 'Critic' got no reply from house (gpt-5.4-mini): it answered ${status}`,
    );
    expect(error.message).toContain('what it says');
    expect(error.details).toEqual([{ status, attempts: 1, lost: 0 }]);
  });

  it.each([
    ['malformed', 'Model.Unavailable', 'it answered with something that is not JSON'],
    ['cut', 'Model.Unavailable', 'broke off the connection in the middle of its reply'],
  ] as const)('with a %s body is %s and retried', async (fault, type, words) => {
    const error = await failureFor({ text: 'Yes.', [fault]: true }, api);

    expect(error).toMatchObject({ type, nonRetryable: false });
    expect(error.message).toContain(words);
  });

  it('of a server that is not there is Model.Unavailable and names it', async () => {
    const { call, server } = await kitchen(['Yes.'], { endpoint: { api } });
    await server.close();

    const error = await rejection(call(modelCall()));

    expect(error).toMatchObject({ type: 'Model.Unavailable', nonRetryable: false });
    expect(String(error)).toMatch(/nothing listens at 127\.0\.0\.1:\d+ \(ECONNREFUSED\)/);
  });
});

describe('what the provider says about trying again', () => {
  it.each([
    [{ 'retry-after-ms': '1500', 'retry-after': '9' }, 1_500],
    [{ 'retry-after': '2' }, 2_000],
    [{ 'retry-after': '3600' }, 60_000],
    [{ 'retry-after': new Date(Date.now() + 3_600_000).toUTCString() }, 60_000],
    [{ 'retry-after': new Date(Date.now() - 3_600_000).toUTCString() }, 1], // 0 would be no next attempt
    [{ 'retry-after': 'soon' }, 1_000],
  ])('with %j makes the next attempt wait %i ms', async (headers, wait) => {
    const error = await failureFor({ status: 429, headers });

    expect(error.nextRetryDelay).toBe(wait);
  });

  it.each([
    [500, 'false', false],
    [400, 'true', true],
  ])('overrules status %i by x-should-retry: %s', async (status, said, retryable) => {
    const error = await failureFor({ status, headers: { 'x-should-retry': said } });

    expect(error.nonRetryable).toBe(!retryable);
  });

  it('ends at once when a quota is used up, though that is a 429', async () => {
    const error = await failureFor({
      status: 429,
      error: { message: 'You exceeded your current quota', code: 'insufficient_quota' },
    });

    expect(error).toMatchObject({ type: 'Model.Rejected', nonRetryable: true });
    expect(error.message).toContain('check the plan and the billing');
  });
});

describe('the advice in a message', () => {
  it.each([
    [401, 'responses', "set HOUSE_KEY in the worker's environment"],
    [404, 'chat', 'it ends in /v1'],
    [404, 'messages', 'without /v1 at its end'],
    [413, 'responses', 'shorten the input'],
  ] as const)('for status %i of %s says %s', async (status, api, words) => {
    expect((await failureFor({ status, error: 'no' }, api)).message).toContain(words);
  });

  it.each([
    ['the whole key', `Incorrect API key provided: ${testKey}.`],
    ['a masked key', 'Incorrect API key provided: sk-tes***************cdef.'],
    ['a header', `Bearer ${testKey} is not allowed`],
    ['a key of another form', 'invalid api_key: 0123abcd4567'],
    ['a long hexadecimal key', 'no such key 0123456789abcdef0123456789abcdef'],
  ])('holds no key when the provider quotes %s', async (_, error) => {
    const { message } = await failureFor({ status: 401, error });

    expect(message).toContain('[key removed]');
    expect(message).not.toMatch(/sk-|0123|cdef/);
  });

  it('keeps words that only begin like a key', async () => {
    const { message } = await failureFor({
      status: 400,
      error: 'risk-averse desk_top, keys: task-1',
    });

    expect(message).toContain('risk-averse desk_top, keys: task-1');
  });
});

const caused = (code: string) =>
  new Error('Connection error.', { cause: Object.assign(new Error('inner'), { code }) });

/** As the SDKs wrap it: their own errors have a `code` that is `undefined`. */
function sdkError(message: string, code?: string): Error {
  const inner = Object.assign(new Error(message), { code });
  const fetched = Object.assign(new TypeError('fetch failed', { cause: inner }), {
    code: undefined,
  });
  return Object.assign(new Error('Connection error.', { cause: fetched }), { code: undefined });
}

describe('errors without a status', () => {
  const context = { agentName: 'Critic', endpoint: endpointAt('http://house.test'), model: 'm' };

  it.each([
    [caused('ENOTFOUND'), 'Model.Unavailable', 'the name house.test cannot be resolved'],
    [caused('ECONNRESET'), 'Model.Unavailable', 'house.test broke off the connection'],
    [caused('UND_ERR_CONNECT_TIMEOUT'), 'Model.TimedOut', 'the connection to house.test timed out'],
    [sdkError('broken', 'EPROTO'), 'Model.Unavailable', 'failed (EPROTO)'],
    [sdkError('the innermost'), 'Model.Unavailable', 'house.test failed (the innermost)'],
    [sdkError(''), 'Model.Unavailable', 'house.test failed (fetch failed)'],
    [new Error('odd'), 'Model.Unavailable', 'the connection to house.test failed (odd)'],
    [new MalformedReply("JSON without a usable 'output'"), 'Model.Unavailable', "'output'"],
    ['thrown text', 'Model.Unavailable', 'for an unknown reason'],
  ])('%s', (error, type, words) => {
    const classified = classify(error, context);

    expect(classified).toMatchObject({ type, retryable: true, status: null });
    expect(classified.message).toContain(words);
  });
});
