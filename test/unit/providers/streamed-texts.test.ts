import { describe, expect, it } from 'vitest';
import type { Api } from '../../../src/core/provider-apis.ts';
import { chatAssembler } from '../../../src/activities/providers/chat/stream.ts';
import type { Assembler } from '../../../src/activities/providers/http/events.ts';
import { messageAssembler } from '../../../src/activities/providers/messages/stream.ts';
import { chunk, finished, type Sent, streamedTo } from './stream-of.ts';

const text = (delta: string, more: object = {}) => ({
  type: 'response.output_text.delta',
  delta,
  ...more,
});
const said = (words: string) => ({
  type: 'message',
  content: [{ type: 'output_text', text: words }],
});
const completed = { type: 'response.completed', response: { status: 'completed' } };

describe('a streamed text', () => {
  it.each<[string, Api, Sent[]]>([
    ['in deltas alone, of a response', 'responses', [text('Par'), text('is'), completed]],
    [
      'as it is at the end',
      'responses',
      [text('Pa'), { type: 'response.output_text.done', text: 'Paris' }, completed],
    ],
    [
      'in the order of the output',
      'responses',
      [
        { type: 'response.output_item.done', output_index: 1, item: said('is') },
        { type: 'response.output_item.done', output_index: 0, item: said('Par') },
        completed,
      ],
    ],
    [
      'of an item that is there twice',
      'responses',
      [
        { type: 'response.output_item.added', output_index: 0, item: { type: 'message' } },
        text('Paris', { output_index: 0 }),
        { type: 'response.output_item.done', output_index: 0, item: said('Paris') },
        completed,
      ],
    ],
    [
      'of items without place and id',
      'responses',
      [
        { type: 'response.output_item.added', item: { type: 'message' } },
        text('Par'),
        { type: 'response.output_item.added', item: { type: 'message' } },
        text('is'),
        completed,
      ],
    ],
    [
      'with types in the event field',
      'responses',
      [
        ['response.output_text.delta', { delta: 'Paris' }],
        ['response.completed', { response: {} }],
      ],
    ],
    [
      'with types in the event field, of a message',
      'messages',
      [
        ['message_start', { message: { content: [] } }],
        ['content_block_delta', { index: 0, delta: { text: 'Paris' } }],
        ['message_stop', {}],
      ],
    ],
    [
      'as choices of older servers',
      'chat',
      [
        { choices: [{ text: 'Par' }] },
        { choices: [{ text: 'is' }] },
        { choices: [{ text: '', finish_reason: 'stop' }] },
      ],
    ],
    ['as deltas that are texts', 'chat', [chunk('Par'), chunk('is'), finished('stop')]],
    [
      'in a last message alone',
      'chat',
      [
        chunk({ role: 'assistant' }),
        { choices: [{ message: { content: 'Paris' }, finish_reason: 'stop' }] },
      ],
    ],
    [
      'in deltas and in a last message',
      'chat',
      [
        chunk({ content: 'Paris' }),
        { choices: [{ delta: {}, message: { content: 'Paris' }, finish_reason: 'stop' }] },
      ],
    ],
    [
      'in messages in place of deltas',
      'chat',
      [
        { choices: [{ message: { content: 'Par' } }] },
        { choices: [{ message: { content: 'is' }, finish_reason: 'stop' }] },
      ],
    ],
    [
      'beside notes of the server',
      'chat',
      [{ message: 'queued' }, chunk({ content: 'Paris' }), finished('stop')],
    ],
  ])('is read %s', async (_, api, events) => {
    expect(await streamedTo(api, events)).toMatchObject({ content: 'Paris', problem: null });
  });

  it('keeps the count of its input, which the end has as 0', async () => {
    const reply = await streamedTo('messages', [
      { type: 'message_start', message: { usage: { input_tokens: 7, output_tokens: 1 } } },
      { type: 'content_block_delta', index: 0, delta: { text: 'Paris' } },
      {
        type: 'message_delta',
        delta: { stop_reason: 'end_turn' },
        usage: { input_tokens: 0, output_tokens: 3 },
      },
      { type: 'message_stop' },
    ]);

    expect(reply).toMatchObject({ usage: { inputTokens: 7, outputTokens: 3 } });
  });
});

describe('a long stream', () => {
  const cpuMs = (assembler: Assembler, events: object[]) => {
    const before = process.cpuUsage();
    for (const event of events) assembler.add(event as Record<string, unknown>);
    assembler.reply();
    return process.cpuUsage(before).user / 1_000;
  };

  it.each<[string, () => Assembler, (at: number) => object]>([
    ['of reasoning', chatAssembler, () => chunk({ reasoning_details: [{ text: 'hm' }] })],
    ['of text', chatAssembler, () => chunk({ content: 'word ' })],
    [
      'of calls',
      chatAssembler,
      (index) => chunk({ tool_calls: [{ index, function: { name: 'a', arguments: '{}' } }] }),
    ],
    [
      'of pieces of one call',
      chatAssembler,
      () => chunk({ tool_calls: [{ index: 0, function: { name: 'a', arguments: '{' } }] }),
    ],
    [
      'of a message',
      messageAssembler,
      () => ({ type: 'content_block_delta', index: 0, delta: { partial_json: '[1' } }),
    ],
    [
      'of blocks',
      messageAssembler,
      (index) => ({ type: 'content_block_start', index, content_block: { type: 'text' } }),
    ],
  ])('%s is put together in time that grows as it does', (_, assembler, make) => {
    const events = Array.from({ length: 100_000 }, (__, at) => make(at));
    const ms = cpuMs(assembler(), [...events, finished('stop')]);

    expect(ms).toBeLessThan(3_000);
  });
});
