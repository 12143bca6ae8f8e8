import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { classify } from '../../../src/activities/providers/problems/classify.ts';
import { StreamWatch } from '../../../src/activities/providers/http/stream-watch.ts';
import type { Api } from '../../../src/core/provider-apis.ts';
import { endpointAt, kitchenAt, modelCall, rejection } from '../activities/fixtures.ts';
import { complete, Heard, slowServer } from './heard-calls.ts';
import { chunk, finished, type Sent, streamOf } from './stream-of.ts';

const streamTimeouts = { firstTokenMs: 250, tokenMs: 120 };
const endpoint = { streamTimeouts };

const piece = (text: string) => streamOf([chunk({ content: text })]);
const ended = streamOf([finished('stop'), '[DONE]']);
const often = (bit: string, times: number): (string | number)[] =>
  Array.from({ length: times }, () => [bit, 50]).flat();

/** What keeps a connection alive, and is no reply. */
const keepAlive: Record<string, [Api, string]> = {
  comments: ['chat', ': keep-alive\n\n'],
  'blank lines': ['chat', '\n\n'],
  'empty deltas': ['chat', streamOf([chunk({ role: 'assistant', content: '' })])],
  pings: ['messages', streamOf([{ type: 'ping' }])],
  'the beginning of a message': ['messages', streamOf([{ type: 'message_start', message: {} }])],
  'how it stands': ['responses', streamOf([{ type: 'response.in_progress', response: {} }])],
};

describe('a stream in which nothing comes', () => {
  it.each(Object.entries(keepAlive))('is cut off in spite of %s', async (_, [api, bit]) => {
    const { address, state } = await slowServer(often(bit, 40));
    const begunAt = performance.now();
    const error = await rejection(complete(api, address, new Heard(), { endpoint }));
    const ms = performance.now() - begunAt;
    await state.closed;

    expect(ms).toBeGreaterThan(200);
    expect(ms).toBeLessThan(1_500);
    expect(classify(error, { agentName: 'A', endpoint: endpointAt(address), model: 'm' })).toEqual(
      expect.objectContaining({
        type: 'Model.Unavailable',
        retryable: true,
        message: expect.stringMatching(
          /its stream had not begun after 0\.\d s, and was cut off.*raise the provider's firstTokenTimeout/,
        ),
      }),
    );
  });

  it('is cut off after its first piece, and earlier', async () => {
    const { address, state } = await slowServer([piece('Ye'), ...often(': ping\n\n', 40)]);
    const live = new Heard();
    const error = await rejection(complete('chat', address, live, { endpoint }));
    await state.closed;

    expect(live.texts).toEqual(['Ye']);
    expect(
      classify(error, { agentName: 'A', endpoint: endpointAt(address), model: 'm' }).message,
    ).toMatch(/cut off after a silence of 0\.1 s.*tokenTimeout/);
  });

  it('is cut off before its headers too', async () => {
    const error = await rejection(
      complete('chat', (await deafServer()).address, new Heard(), { endpoint }),
    );

    expect(error).toMatchObject({ name: 'SilentStream', hasBegun: false });
  });

  it('is a failure of its call that is tried again', async () => {
    const { address } = await slowServer([piece('Ye'), 3_000]);
    const { call } = await kitchenAt({
      ...{ api: 'chat', baseURL: `${address}/v1`, capabilities: { streamOnly: true } },
      streamTimeouts,
    });

    expect(await rejection(call(modelCall()))).toMatchObject({
      type: 'Model.Unavailable',
      nonRetryable: false,
    });
  });
});

async function deafServer() {
  const server = await slowServer([]);
  const { createServer } = await import('node:net');
  const deaf = createServer(() => undefined);
  await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
  const { port } = deaf.address() as { port: number };
  return { ...server, address: `http://127.0.0.1:${port}` };
}

describe('a stream that goes on', () => {
  // with room for a machine that is busy
  const patient = { streamTimeouts: { firstTokenMs: 1_200, tokenMs: 400 } };
  const events = (api: Api, sent: Sent[]) => [api, streamOf(sent)] as const;

  it.each([
    ['words', events('chat', [chunk({ content: 'a' })])],
    ['thinking', events('chat', [chunk({ reasoning_content: 'a' })])],
    [
      'arguments',
      events('chat', [chunk({ tool_calls: [{ index: 0, function: { arguments: '1' } }] })]),
    ],
  ])('is not cut off, however long it takes: %s', async (_, [api, bit]) => {
    const { address } = await slowServer([...often(bit, 26), ended]);

    expect(await complete(api, address, new Heard(), { endpoint: patient })).toMatchObject({
      stop: 'end',
    });
  });

  it('may be silent where the model begins to think', async () => {
    const thinking = { type: 'content_block_start', content_block: { type: 'thinking' } };
    const text = { type: 'content_block_delta', delta: { text: 'Yes' } };
    const { address } = await slowServer([
      streamOf([text, { index: 1, ...thinking }]),
      600,
      streamOf([{ index: 2, ...text }, { type: 'message_stop' }]),
    ]);

    expect(await complete('messages', address, new Heard(), { endpoint: patient })).toMatchObject({
      text: 'YesYes',
    });
  });

  it('is not watched where it is none', async () => {
    const plain = JSON.stringify({ choices: [{ message: { content: 'Yes' } }] });
    const { address } = await slowServer(['  ', 600, plain], 'application/json');

    expect(await complete('chat', address, new Heard(), { endpoint: patient })).toMatchObject({
      text: 'Yes',
    });
  });
});

describe('a watch', () => {
  it('does not blame a server for what the process has slept', async () => {
    const watch = new StreamWatch({ firstTokenMs: 50, tokenMs: 50 }, new AbortController().signal);
    for (const end = performance.now() + 1_200; performance.now() < end;);
    await sleep(20);
    expect(watch.problem).toBeUndefined();
    await sleep(150);
    expect(watch.problem).toBeDefined();
  });

  it('ends with its call, and leaves nothing behind', () => {
    const call = new AbortController();
    const watch = new StreamWatch({ firstTokenMs: 50, tokenMs: 50 }, call.signal);
    call.abort(new Error('cancelled'));
    watch.end();

    expect(watch.signal.reason).toMatchObject({ message: 'cancelled' });
    expect(watch.problem).toBeUndefined();
  });
});

describe('a stream that breaks off', () => {
  it.each([
    ['in the middle', [piece('Ye')]],
    ['in the middle of an event', [piece('Ye'), 'data: {"choices":[{"del']],
  ])('%s is no reply', async (_, bits) => {
    const { address } = await slowServer(bits);
    const live = new Heard();
    const error = await rejection(complete('chat', address, live, { endpoint }));

    expect(error).toMatchObject({ message: 'a stream that broke off before its end' });
    expect(live.texts).toEqual(['Ye']);
  });
});
