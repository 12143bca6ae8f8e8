import { describe, expect, it } from 'vitest';
import type { Api } from '../../../src/core/provider-apis.ts';
import { answering, kitchenAt, modelCall } from '../activities/fixtures.ts';
import { choice, replyTo } from './reply-to.ts';

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
    ['a message that is a text', { choices: [{ message: 'Paris', finish_reason: 'stop' }] }],
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

describe('a reply in JSON that a server has parsed', () => {
  it.each<[Api, object]>([
    ['chat', choice({ content: { answer: 1 } })],
    ['responses', { output: [{ type: 'message', content: { answer: 1 } }] }],
    ['messages', { content: { answer: 1 } }],
  ])('is JSON again, by %s', async (api, body) => {
    expect(await replyTo(api, body)).toMatchObject({ content: '{"answer":1}', problem: null });
  });
});

it('a body may begin with a byte order mark', async () => {
  const body = `\ufeff${JSON.stringify(choice({ content: 'Paris' }))}`;
  const url = await answering('application/json', body);
  const { call } = await kitchenAt({ api: 'chat', baseURL: `${url}/v1` });

  expect(await call(modelCall())).toMatchObject({ content: 'Paris' });
});

it('a message without content is an empty reply', async () => {
  const body = { type: 'message', content: null, stop_reason: 'end_turn' };

  expect(await replyTo('messages', body)).toMatchObject({ problem: { kind: 'empty' } });
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
    ['an output that is a text', { output: 'Paris' }],
    ['an output that is one message', { output: said('Paris') }],
    ['parts without a message', { output: [{ type: 'output_text', text: 'Paris' }] }],
    ['a list of texts', { output: [{ type: 'message', content: ['Par', 'is'] }] }],
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
    ['one block', { content: { type: 'text', text: 'Paris' } }],
    ['blocks that are texts', { content: ['Par', 'is'] }],
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
