import { describe, expect, it } from 'vitest';
import type { Api } from '../../../src/core/provider-apis.ts';
import { rejection } from '../activities/fixtures.ts';
import { completeAdapted, Heard } from './heard-calls.ts';
import { type Answer, type Body, picky, refuse } from './picky-server.ts';

async function asked(
  api: Api,
  judge: (body: Body) => Answer | undefined,
  capabilities: object = {},
  live: Heard | undefined = new Heard(),
) {
  const server = await picky(api, judge, 'Yes');
  const endpoint = { ...server.endpoint, capabilities };
  const adapted = completeAdapted(api, '', live, { endpoint });
  return { server, adapted, live };
}

const ifStreamed = (answer: Answer) => (body: Body) =>
  body['stream'] === true ? answer : undefined;

describe('an endpoint that refuses streams', () => {
  it.each<[string, Answer]>([
    ['of a model', refuse("Unsupported value: 'stream' does not support true with this model.")],
    [
      'before an organisation is verified',
      refuse('Your organization must be verified to stream this model.', {
        param: 'stream',
        code: 'unsupported_value',
      }),
    ],
    ['by its name', refuse('Streaming is not supported by this endpoint')],
    ['of an account', refuse('Streaming is not enabled for your account')],
    ['as unknown', [422, { detail: 'Extra inputs are not permitted: stream' }]],
    ['as what is not there', [501, { error: 'stream is not implemented' }]],
  ])('is asked without from then on: %s', async (_, refusal) => {
    const { adapted, server } = await asked('chat', ifStreamed(refusal));

    expect(await adapted).toMatchObject({ reply: { text: 'Yes' }, learnt: { streaming: false } });
    expect(server.asked.map(({ stream }) => stream)).toEqual([true, false]);
  });

  it.each<[string, (body: Body) => Answer | undefined]>([
    ['something else', () => refuse('upstream is not available: a stream of errors', { code: 1 })],
    ['a rate', ifStreamed([429, { error: { message: 'streams are limited; not supported' } }])],
    ['nothing by name', ifStreamed([400, { error: { message: 'Bad request' } }])],
  ])('is not told from one that refuses %s', async (_, judge) => {
    const { adapted } = await asked('chat', judge);

    expect(await rejection(adapted)).toBeDefined();
  });

  it('has its word where the configuration says otherwise', async () => {
    const refusal = refuse('Streaming is not supported');
    const { adapted, server } = await asked('chat', ifStreamed(refusal), { streaming: true });

    expect(await rejection(adapted)).toBeDefined();
    expect(server.asked).toHaveLength(1);
  });

  it('is believed where a proxy seemed to want streams', async () => {
    const refusal = refuse('stream must be false');
    const server = await picky('chat', ifStreamed(refusal), 'Yes');
    const { reply, learnt } = await completeAdapted('chat', '', new Heard(), {
      endpoint: server.endpoint,
      request: {},
      can: { streamOnly: true },
    });

    expect(reply.text).toBe('Yes');
    expect(learnt).toEqual({ streaming: false, streamOnly: false });
  });
});

describe('usage that a stream would lose', () => {
  it('is worth more than the stream: an option that is refused', async () => {
    const refusal = refuse("Unrecognized request argument supplied: 'stream_options'");
    const { adapted, server } = await asked('chat', (body) =>
      'stream_options' in body ? refusal : undefined,
    );

    expect(await adapted).toMatchObject({
      reply: { usage: { inputTokens: 1 } },
      learnt: { streamUsage: false },
    });
    expect(server.asked.map(({ stream }) => stream)).toEqual([true, false]);
  });

  it('is worth more than the stream: an option that is ignored', async () => {
    const uncounted: Answer = [200, { choices: [{ message: { content: 'Yes' } }] }];
    const { adapted } = await asked('chat', ifStreamed(uncounted));

    expect(await adapted).toMatchObject({ learnt: { streamUsage: false } });
  });

  it('is done without where the configuration says so', async () => {
    const uncounted: Answer = [200, { choices: [{ message: { content: 'Yes' } }] }];
    const { adapted } = await asked('chat', ifStreamed(uncounted), { streamUsage: true });

    expect(await adapted).toMatchObject({ learnt: {} });
  });
});

describe('a reply that is asked for again', () => {
  it('begins again', async () => {
    const { adapted, live } = await asked('chat', (body) =>
      'max_tokens' in body ? refuse("Unsupported parameter: 'max_tokens'") : undefined,
    );
    await adapted;

    expect(live?.restarts).toEqual(['the server wants to be asked otherwise']);
  });
});

describe('a call that nobody hears', () => {
  it.each<[string, Heard | undefined, 'auto' | 'never']>([
    ['because nobody listens', undefined, 'auto'],
    ['because the worker is not to stream', new Heard(), 'never'],
  ])('is not streamed: %s', async (_, live, stream) => {
    const server = await picky('messages', () => undefined, 'Yes');
    const endpoint = { ...server.endpoint, stream };
    await completeAdapted('messages', '', live, { endpoint });

    expect(server.asked.map((body) => body['stream'])).toEqual([false]);
  });
});
