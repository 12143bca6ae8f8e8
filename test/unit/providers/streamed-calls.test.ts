import { describe, expect, it } from 'vitest';
import { answering } from '../activities/fixtures.ts';
import { complete } from './heard-calls.ts';
import { chunk, finished, streamedTo, streamOf } from './stream-of.ts';

const piece = (text: string, name?: string, more: object = {}) =>
  chunk({
    tool_calls: [{ ...more, function: { ...(name !== undefined && { name }), arguments: text } }],
  });
const asked = (query: string) => ({ name: 'search', arguments: `{"query":"${query}"}` });

describe('streamed tool calls', () => {
  it.each([
    [
      'two at index 0, the second in pieces',
      [
        piece('{"query":"a"}', 'search', { index: 0, id: 'x' }),
        piece('{"que', 'search', { index: 0, id: 'y' }),
        piece('ry":"b"}', undefined, { index: 0 }),
      ],
      [asked('a'), asked('b')],
    ],
    [
      'a new id for each piece',
      [
        piece('', 'search', { index: 0, id: 'r1' }),
        piece('{"query"', undefined, { index: 0, id: 'r2' }),
        piece(':"a"}', undefined, { index: 0, id: 'r3' }),
      ],
      [asked('a')],
    ],
    [
      'no index, id and name in each piece',
      [
        piece('{"query"', 'search', { id: 'x' }),
        piece(':"a"}', 'search', { id: 'x' }),
        piece('{"query":"b"}', 'search', { id: 'y' }),
      ],
      [asked('a'), asked('b')],
    ],
    [
      'two whole ones at index 0 without ids',
      [
        piece('{"query":"a"}', 'search', { index: 0 }),
        piece('{"query":"b"}', 'search', { index: 0 }),
      ],
      [asked('a'), asked('b')],
    ],
    [
      'the name in each piece, without ids',
      [
        piece('{"query":"}', 'search', { index: 0 }),
        piece('"}', 'search', { index: 0 }),
        piece('', 'search', { index: 0 }),
      ],
      [asked('}')],
    ],
    [
      'neither index nor id',
      [piece('{"query":"a"}', 'search'), piece('{"query":"b"}', 'search')],
      [asked('a'), asked('b')],
    ],
    [
      'pieces of two calls in turn',
      [
        piece('{"query"', 'search', { index: 0, id: 'x' }),
        piece('{"query"', 'search', { index: 1, id: 'y' }),
        piece(':"a"}', undefined, { index: 0 }),
        piece(':"b"}', undefined, { index: 1 }),
      ],
      [asked('a'), asked('b')],
    ],
    [
      'the older form',
      [
        chunk({ function_call: { name: 'search', arguments: '{"query"' } }),
        chunk({ function_call: { arguments: ':"a"}' } }),
      ],
      [asked('a')],
    ],
  ])('are read with %s', async (_, events, expected) => {
    const { toolCalls } = await streamedTo('chat', [...events, finished('tool_calls')]);

    expect(toolCalls?.map(({ name, arguments: text }) => ({ name, arguments: text }))).toEqual(
      expected,
    );
  });

  it('are a thousand of a turn at most', async () => {
    const each = Array.from({ length: 1_200 }, (_, index) => ({
      index,
      function: asked(`${index}`),
    }));
    const reply = await streamedTo('chat', [chunk({ tool_calls: each }), finished('tool_calls')]);

    expect(reply.toolCalls).toHaveLength(1_000);
  });

  it.each([
    ['without an index', {}],
    ['with one', { index: 1 }],
  ])('of a message are read from deltas %s', async (_, more) => {
    const delta = (partial_json: string) => ({
      type: 'content_block_delta',
      ...more,
      delta: { type: 'input_json_delta', partial_json },
    });
    const reply = await streamedTo('messages', [
      { type: 'message_start', message: { content: [] } },
      { type: 'content_block_start', ...more, content_block: { type: 'text', text: '' } },
      {
        type: 'content_block_start',
        ...more,
        content_block: { type: 'tool_use', id: 't', name: 'search', input: {} },
      },
      delta('{"query"'),
      delta(':"a"}'),
      { type: 'message_delta', delta: { stop_reason: 'tool_use' } },
      { type: 'message_stop' },
    ]);

    expect(reply).toMatchObject({ toolCalls: [asked('a')] });
  });

  it('of a response are read from their pieces', async () => {
    const reply = await streamedTo('responses', [
      {
        type: 'response.output_item.added',
        output_index: 0,
        item: { type: 'function_call', id: 'f', call_id: 'c', name: 'search', arguments: '' },
      },
      { type: 'response.function_call_arguments.delta', item_id: 'f', delta: '{"query"' },
      { type: 'response.function_call_arguments.delta', item_id: 'f', delta: ':"a"}' },
      { type: 'response.completed', response: { output: [] } },
    ]);

    expect(reply).toMatchObject({ toolCalls: [asked('a')] });
  });

  it('of a response are heard by their place among all, also behind one without arguments', async () => {
    const added = (output_index: number, name: string) => ({
      type: 'response.output_item.added',
      output_index,
      item: { type: 'function_call', call_id: name, name, arguments: '' },
    });
    const type = 'response.function_call_arguments.delta';
    const heard: [number, string, string][] = [];
    const body = streamOf([
      added(0, 'look'),
      added(1, 'search'),
      { type, output_index: 1, delta: '{}' },
      { type: 'response.completed', response: { output: [] } },
    ]);
    await complete('responses', await answering('text/event-stream', body), {
      text: () => undefined,
      restart: () => undefined,
      toolCall: (...told) => heard.push(told),
    });

    expect(heard).toEqual([[1, 'search', '{}']]);
  });
});
