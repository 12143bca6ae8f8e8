import { describe, expect, it } from 'vitest';
import {
  answeringJson,
  answering,
  kitchenAt,
  modelCall,
  rejection,
} from '../activities/fixtures.ts';
import type { Api } from '../../../src/core/provider-apis.ts';
import { withSearch } from '../activities/tool-calls.ts';

async function replyTo(api: Api, body: object, more: object = {}) {
  const url = await answeringJson(body);
  const baseURL = api === 'messages' ? url : `${url}/v1`;
  const { call } = await kitchenAt({ api, baseURL });
  return await call(modelCall(more));
}

const choice = (message: unknown, more: object = {}) => ({
  model: 'm',
  choices: [{ index: 0, message, finish_reason: 'stop', ...more }],
  usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
});

describe('the text of a chat completion', () => {
  it.each([
    [
      'parts, of which some are thoughts',
      choice({
        content: [
          { type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] },
          { type: 'text', text: 'Par' },
          { type: 'text', text: 'is' },
        ],
      }),
    ],
    ['a list of texts', choice({ content: ['Par', 'is'] })],
    ['one part', choice({ content: { type: 'text', text: 'Paris' } })],
    ['the choice itself', { choices: [{ text: 'Paris', finish_reason: 'stop' }] }],
    ['a delta', { choices: [{ delta: { content: 'Paris' }, finish_reason: 'stop' }] }],
    ['no role, model, index or id', { choices: [{ message: { content: 'Paris' } }] }],
    [
      'nulls wherever they may be',
      {
        id: null,
        model: null,
        choices: [
          {
            finish_reason: null,
            logprobs: null,
            message: {
              content: 'Paris',
              refusal: null,
              tool_calls: null,
              function_call: null,
              annotations: null,
            },
          },
        ],
        usage: null,
        error: null,
      },
    ],
    [
      'beside reasoning',
      choice({
        content: 'Paris',
        reasoning: 'hm',
        reasoning_content: 'hm',
        reasoning_details: [{}],
      }),
    ],
    ['after thinking aloud', choice({ content: '<think>hm</think>\n\nParis' })],
    ['an empty list of tool calls', choice({ content: 'Paris', tool_calls: [] })],
    [
      'in the second choice',
      {
        choices: [
          { message: { content: '' } },
          { message: { content: 'Paris' }, finish_reason: 'stop' },
        ],
      },
    ],
    ['an object in place of the list', { choices: { message: { content: 'Paris' } } }],
    ['beside an empty error', { ...choice({ content: 'Paris' }), error: {} }],
    [
      'beside extra fields',
      { ...choice({ content: 'Paris' }), provider: 'x', citations: [], x_groq: { id: 'r' } },
    ],
  ])('is found as %s', async (_, body) => {
    expect(await replyTo('chat', body)).toMatchObject({ content: 'Paris', problem: null });
  });

  it.each([
    'text/plain; charset=utf-8',
    'application/octet-stream',
    'application/vnd.api+json',
    'text/html',
    'text/event-stream',
  ])('is read as JSON, though the server calls it %s', async (type) => {
    const url = await answering(type, `\n${JSON.stringify(choice({ content: 'Paris' }))}`);
    const { call } = await kitchenAt({ api: 'chat', baseURL: `${url}/v1` });

    expect(await call(modelCall())).toMatchObject({ content: 'Paris' });
  });

  it.each([
    ['no words', choice({ content: null })],
    ['nothing but thoughts', choice({ content: '<think>hm</think>' })],
    ['no message', { choices: [{ finish_reason: 'stop' }] }],
    [
      'no choice, but tokens that were paid',
      { choices: [], usage: { prompt_tokens: 9, completion_tokens: 3 } },
    ],
  ])('that has %s is an empty reply, and not asked for again unseen', async (_, body) => {
    expect(await replyTo('chat', body)).toMatchObject({ problem: { kind: 'empty' } });
  });
});

describe('the text of a response', () => {
  const said = (text: string, more: object = {}) => ({
    type: 'message',
    content: [{ type: 'output_text', text }],
    ...more,
  });

  it.each([
    [
      'the final answer of several phases',
      { output: [said('Hm.', { phase: 'commentary' }), said('Paris', { phase: 'final_answer' })] },
    ],
    ['several messages without phases', { output: [said('Par'), said('is')] }],
    ['a content that is a text', { output: [{ type: 'message', content: 'Paris' }] }],
    [
      'parts of another type',
      { output: [{ type: 'message', content: [{ type: 'text', text: 'Paris' }] }] },
    ],
    [
      'a message without a type',
      { output: [{ role: 'assistant', content: [{ type: 'output_text', text: 'Paris' }] }] },
    ],
    ['output_text alone', { output_text: 'Paris' }],
    ['no model, status or usage', { output: [{ type: 'reasoning', summary: [] }, said('Paris')] }],
    ['an empty error', { error: {}, status: 'completed', output: [said('Paris')] }],
  ])('is found as %s', async (_, body) => {
    expect(await replyTo('responses', body)).toMatchObject({ content: 'Paris', problem: null });
  });
});

describe('the text of a message', () => {
  it.each([
    ['no model, id or usage', { content: [{ type: 'text', text: 'Paris' }] }],
    ['a text in place of the list', { content: 'Paris', stop_reason: 'end_turn' }],
    [
      'blocks of thinking before it',
      {
        content: [
          { type: 'thinking', thinking: 'hm', signature: 's' },
          { type: 'text', text: 'Paris' },
        ],
      },
    ],
    ['a block without a type', { content: [{ text: 'Paris' }] }],
    [
      'usage by OpenAI',
      {
        content: [{ type: 'text', text: 'Paris' }],
        usage: { prompt_tokens: 1, completion_tokens: 2 },
      },
    ],
  ])('is found with %s', async (_, body) => {
    expect(await replyTo('messages', body)).toMatchObject({ content: 'Paris', problem: null });
  });
});

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

describe('the end of a reply', () => {
  const ended = (finish_reason: string) => choice({ content: 'Half a' }, { finish_reason });

  it.each([
    'length',
    'model_length',
    'MAX_TOKENS',
    'max_tokens',
    'max_output_tokens',
    'token_limit',
    'context_length',
  ])('by %s is a cut', async (reason) => {
    expect(await replyTo('chat', ended(reason))).toMatchObject({ problem: { kind: 'cut' } });
  });

  it.each([
    'content_filter',
    'SAFETY',
    'RECITATION',
    'PROHIBITED_CONTENT',
    'guardrail_intervened',
    'content_filtered',
  ])('by %s is a refusal', async (reason) => {
    expect(await replyTo('chat', ended(reason))).toMatchObject({ problem: { kind: 'refused' } });
  });

  it.each([
    'error',
    'network_error',
    'insufficient_system_resource',
    'abort',
    'ERROR',
    'cancelled',
    'timeout',
  ])('by %s is no end: it is tried again', async (reason) => {
    expect(await rejection(replyTo('chat', ended(reason)))).toMatchObject({
      type: 'Model.Unavailable',
      nonRetryable: false,
      message: expect.stringContaining(reason),
    });
  });

  it.each([
    'stop',
    'STOP',
    'eos',
    'eos_token',
    'end_turn',
    'stop_sequence',
    'complete',
    'tool_calls',
    '<|eot_id|>',
  ])('by %s is one', async (reason) => {
    const reply = await replyTo('chat', ended(reason));

    expect(reply).toMatchObject({ problem: null });
    expect(reply).not.toHaveProperty('warnings');
  });

  it('by a word that nobody knows is one, with a warning', async () => {
    expect(await replyTo('chat', ended('xyzzy'))).toMatchObject({
      problem: null,
      warnings: [{ type: 'Reply.Ending', message: expect.stringContaining("'xyzzy'") }],
    });
  });

  it.each<[Api, object, string]>([
    [
      'responses',
      { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' }, output: [] },
      'cut',
    ],
    [
      'responses',
      { status: 'incomplete', incomplete_details: { reason: 'content_filter' }, output: [] },
      'refused',
    ],
    [
      'messages',
      { content: [{ type: 'text', text: 'Half' }], stop_reason: 'model_context_window_exceeded' },
      'cut',
    ],
    ['messages', { content: [], stop_reason: 'refusal' }, 'refused'],
  ])('in the words of %s: %j', async (api, body, kind) => {
    expect(await replyTo(api, body)).toMatchObject({ problem: { kind } });
  });

  it('by a tool call that the server could not read goes back to the model', async () => {
    const body = choice({ content: '' }, { finish_reason: 'MALFORMED_FUNCTION_CALL' });

    expect(await replyTo('chat', body, withSearch)).toMatchObject({ problem: { kind: 'tool' } });
  });
});

describe('usage', () => {
  const used = (usage: unknown) => replyTo('chat', { ...choice({ content: 'hi' }), usage });
  const counts = (inputTokens: number, outputTokens: number, more: object = {}) => ({
    usage: { inputTokens, outputTokens, cachedTokens: 0, reasoningTokens: 0, calls: 1, ...more },
  });

  it.each([
    ['in texts', { prompt_tokens: '10', completion_tokens: '5' }, counts(10, 5)],
    ['without the output', { prompt_tokens: 10, total_tokens: 15 }, counts(10, 5)],
    [
      'with details that are a list',
      { prompt_tokens: 10, completion_tokens: 5, prompt_tokens_details: [] },
      counts(10, 5),
    ],
    [
      'with reasoning beside the output',
      {
        prompt_tokens: 10,
        completion_tokens: 5,
        total_tokens: 415,
        completion_tokens_details: { reasoning_tokens: 400 },
      },
      counts(10, 405, { reasoningTokens: 400 }),
    ],
    [
      'with reasoning only in the total',
      { prompt_tokens: 10, completion_tokens: 5, total_tokens: 415 },
      counts(10, 405, { reasoningTokens: 400 }),
    ],
    [
      'with reasoning inside the output',
      {
        prompt_tokens: 10,
        completion_tokens: 405,
        total_tokens: 415,
        completion_tokens_details: { reasoning_tokens: 400 },
      },
      counts(10, 405, { reasoningTokens: 400 }),
    ],
    [
      'with reasoning at the top',
      { prompt_tokens: 10, completion_tokens: 405, reasoning_tokens: 400 },
      counts(10, 405, { reasoningTokens: 400 }),
    ],
    [
      'cached, by DeepSeek',
      {
        prompt_tokens: 10,
        completion_tokens: 5,
        prompt_cache_hit_tokens: 8,
        prompt_cache_miss_tokens: 2,
      },
      counts(10, 5, { cachedTokens: 8 }),
    ],
    [
      'cached, by Moonshot',
      { prompt_tokens: 10, completion_tokens: 5, cached_tokens: 8 },
      counts(10, 5, { cachedTokens: 8 }),
    ],
    [
      'cached beside the input',
      {
        prompt_tokens: 2,
        completion_tokens: 5,
        total_tokens: 15,
        prompt_tokens_details: { cached_tokens: 8 },
      },
      counts(10, 5, { cachedTokens: 8 }),
    ],
    ['by the names of Anthropic', { input_tokens: 10, output_tokens: 5 }, counts(10, 5)],
  ])('is read %s', async (_, usage, expected) => {
    const reply = await used(usage);

    expect(reply).toMatchObject(expected);
    expect(reply).not.toHaveProperty('warnings');
  });

  it.each([
    [null],
    [undefined],
    [{}],
    [{ prompt_tokens: null, completion_tokens: null }],
    [{ prompt_tokens: 0, completion_tokens: 0 }],
    ['none'],
    [{ prompt_tokens: -1, completion_tokens: 5 }],
  ])('that cannot be told is unknown, and said: %j', async (usage) => {
    expect(await used(usage)).toMatchObject({
      cost: null,
      problem: null,
      warnings: [{ type: 'Usage.Missing', message: expect.stringContaining('house') }],
    });
  });
});
