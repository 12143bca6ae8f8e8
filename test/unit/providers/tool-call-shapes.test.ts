import { describe, expect, it } from 'vitest';
import type { Api } from '../../../src/core/provider-apis.ts';
import { withSearch } from '../activities/tool-calls.ts';
import { choice, replyTo } from './reply-to.ts';

describe('a tool call', () => {
  const asked = { name: 'search', arguments: '{"query":"Oslo"}' };
  const called = { content: '', problem: null, toolCalls: [asked] };

  it.each<[string, Api, object]>([
    [
      'without an id',
      'chat',
      choice({ content: null, tool_calls: [{ type: 'function', function: asked }] }),
    ],
    [
      'with arguments that are an object',
      'chat',
      choice({
        tool_calls: [{ id: '1', function: { name: 'search', arguments: { query: 'Oslo' } } }],
      }),
    ],
    [
      'in the older form',
      'chat',
      choice({ content: '', function_call: asked }, { finish_reason: 'function_call' }),
    ],
    ['without a function around it', 'chat', choice({ tool_calls: [{ id: '1', ...asked }] })],
    [
      'in a second choice',
      'chat',
      {
        choices: [
          { message: { content: '' }, finish_reason: 'stop' },
          { message: { tool_calls: [{ id: '1', function: asked }] } },
        ],
      },
    ],
    ['that ended by "stop"', 'chat', choice({ tool_calls: [{ id: '1', function: asked }] })],
    ['without a call_id', 'responses', { output: [{ type: 'function_call', id: '1', ...asked }] }],
    [
      'with arguments that are an object, in a response',
      'responses',
      {
        output: [
          { type: 'function_call', call_id: '1', name: 'search', arguments: { query: 'Oslo' } },
        ],
      },
    ],
    [
      'with input that is a text',
      'messages',
      { content: [{ type: 'tool_use', id: '1', name: 'search', input: '{"query":"Oslo"}' }] },
    ],
    [
      'of a message',
      'messages',
      {
        content: [{ type: 'tool_use', id: '1', name: 'search', input: { query: 'Oslo' } }],
        stop_reason: 'tool_use',
      },
    ],
  ])('is read %s', async (_, api, body) => {
    expect(await replyTo(api, body, withSearch)).toMatchObject(called);
  });

  it.each([
    '<tool_call>\n{"name": "search", "arguments": {"query": "Oslo"}}\n</tool_call>',
    '{"name": "search", "parameters": {"query": "Oslo"}}',
    '```json\n{"tool": "search", "args": {}}\n```',
    '[TOOL_CALLS][{"name": "search", "arguments": {}}]',
    '<|python_tag|>search.call(query="Oslo")',
    '<function=search>{"query": "Oslo"}</function>',
    '[search(query="Oslo")]',
    '{"type": "function", "function": {"name": "search", "arguments": {}}}',
  ])('that stands in the text is asked for again: %j', async (content) => {
    const reply = await replyTo('chat', choice({ content }), withSearch);

    expect(reply.problem).toMatchObject({
      kind: 'tool',
      reason: expect.stringContaining("'search'"),
    });
  });

  it.each([
    'I would search for Oslo.',
    '{"name": "Oslo", "parameters": {"people": 700000}}',
    'Use search(query) for that.',
    '{"name": "search"}',
  ])('is not what only speaks of one: %j', async (content) => {
    expect(await replyTo('chat', choice({ content }), withSearch)).toMatchObject({ problem: null });
  });
});
