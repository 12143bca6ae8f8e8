import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { kitchenAt, modelCall, rejection } from '../activities/fixtures.ts';
import { serving } from './failure-of.ts';
import { chunk, finished, type Sent, streamedTo, streamOf } from './stream-of.ts';

const usage = (input: number, output: number) => ({
  prompt_tokens: input,
  completion_tokens: output,
});

describe('the end of a streamed completion', () => {
  it.each(['', ' ', 'null'])('is not a reason of %j', async (finish_reason) => {
    const reply = await streamedTo('chat', [
      chunk({ content: 'Ja' }, { finish_reason }),
      chunk({ content: ' und nein' }, { finish_reason }),
      { choices: [], usage: usage(9, 1) },
      finished('stop', { usage: usage(9, 3) }),
      '[DONE]',
    ]);

    expect(reply).toMatchObject({
      content: 'Ja und nein',
      problem: null,
      usage: { inputTokens: 9, outputTokens: 3 },
    });
  });

  it('is the first reason there is', async () => {
    const events = [
      chunk({ content: 'Half' }),
      finished('length'),
      chunk({}, { finish_reason: '' }),
    ];

    expect(await streamedTo('chat', events)).toMatchObject({ problem: { kind: 'cut' } });
  });

  it('is [DONE] where a server gives a blank reason', async () => {
    const events = [chunk({ content: 'Ja' }, { finish_reason: '' }), '[DONE]'];

    expect(await streamedTo('chat', events)).toMatchObject({ content: 'Ja', problem: null });
  });

  it('is message_stop of a message, and no reason alone', async () => {
    const events = [
      { type: 'message_start', message: { content: [] } },
      { type: 'content_block_delta', index: 0, delta: { text: 'Ja' } },
      { type: 'message_delta', delta: { stop_reason: 'end_turn' } },
    ];

    expect(await rejection(streamedTo('messages', events))).toMatchObject({
      type: 'Model.Unavailable',
      message: expect.stringContaining('broke off'),
    });
    const whole = await streamedTo('messages', [...events, { type: 'message_stop' }]);
    expect(whole).toMatchObject({ content: 'Ja' });
  });

  it.each<[string, Sent[]]>([
    ['[DONE] alone', ['[DONE]']],
    ['[DONE] without any reason', [chunk({ content: 'Ja' }), '[DONE]']],
    ['a blank reason', [chunk({ content: 'Ja' }, { finish_reason: '' })]],
  ])('is not %s', async (_, events) => {
    expect(await rejection(streamedTo('chat', events))).toMatchObject({
      type: 'Model.Unavailable',
      message: expect.stringContaining('broke off'),
    });
  });

  it.each([
    ['with', { usage: usage(1, 1) }],
    ['without', {}],
  ])('%s usage is waited beyond, for what belongs to it', async (_, top) => {
    const asked = { id: 'a', function: { name: 'search', arguments: '{"query":"Oslo"}' } };
    const baseURL = await serving((__, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(streamOf([finished('tool_calls', top)]));
      void sleep(100).then(() => response.write(streamOf([chunk({ tool_calls: [asked] })])));
    });
    const { call } = await kitchenAt({ api: 'chat', baseURL });
    const tools = { registered: JSON.stringify([tool]), memory: false };
    const before = performance.now();

    expect(await call(modelCall({ tools }))).toMatchObject({ toolCalls: [asked.function] });
    expect(performance.now() - before).toBeLessThan(10_000);
  });

  it.each<[string, Sent[], boolean]>([
    ['with its mark', [finished('stop', { usage: usage(1, 1) }), '[DONE]'], false],
    ['without its mark', [finished('stop', { usage: usage(1, 1) })], true],
    [
      'without its mark, behind usage',
      [finished('stop'), { choices: [], usage: usage(1, 1) }],
      true,
    ],
  ])('%s is told as what it is', async (_, events, isTold) => {
    const reply = await streamedTo('chat', [chunk({ content: 'Ja' }), ...events]);

    const told = expect.objectContaining({
      type: 'Reply.Ending',
      message: expect.stringContaining('without [DONE]'),
    });
    expect(reply).toMatchObject({ content: 'Ja', problem: null });
    expect(reply.warnings ?? []).toEqual(isTold ? [told] : []);
  });

  it('waits but a moment for its mark where a connection is kept', async () => {
    const baseURL = await serving((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const end = { choices: [], usage: usage(1, 1) };
      response.write(streamOf([chunk({ content: 'Ja' }), finished('stop'), end]));
    });
    const { call } = await kitchenAt({ api: 'chat', baseURL });
    const before = performance.now();

    expect(await call(modelCall())).toMatchObject({ content: 'Ja', problem: null });
    expect(performance.now() - before).toBeLessThan(1_900);
  });

  it('is not put off by comments that keep the connection', async () => {
    const baseURL = await serving((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(streamOf([chunk({ content: 'Ja' }), finished('stop')]));
      const timer = setInterval(() => response.write(': ping\n\n'), 200);
      response.once('close', () => clearInterval(timer));
    });
    const { call } = await kitchenAt({ api: 'chat', baseURL });

    expect(await call(modelCall())).toMatchObject({ content: 'Ja', problem: null });
  });
});

const tool = { name: 'search', description: 'Searches.', parameters: { type: 'object' } };
