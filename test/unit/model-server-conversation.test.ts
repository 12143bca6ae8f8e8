import { expect, it } from 'vitest';
import { serveModel } from '../support/model-apis.ts';

function searched(id: string) {
  return { id, name: 'search', arguments: { query: id } };
}

const history = [
  { role: 'user', content: 'What is new?' },
  { role: 'assistant', content: 'I will look.', toolCalls: [searched('c1'), searched('c2')] },
  { role: 'tool', content: 'found: nothing', callId: 'c1', failed: false },
  { role: 'tool', content: 'found: a book', callId: 'c2', failed: false },
  { role: 'assistant', content: '', toolCalls: [searched('c3')] },
  { role: 'tool', content: 'found: a paper', callId: 'c3', failed: false },
  { role: 'user', content: 'Go on.\nBriefly.' },
];

const calls = (...ids: string[]) =>
  ids.map((id) => {
    const args = JSON.stringify({ query: id });
    return { id, type: 'function' as const, function: { name: 'search', arguments: args } };
  });

const use = (id: string) => ({
  type: 'tool_use' as const,
  id,
  name: 'search',
  input: { query: id },
});
const result = (tool_use_id: string, content: string) => ({
  type: 'tool_result' as const,
  tool_use_id,
  content,
});

it('The same conversation is recorded the same way from the Responses API.', async () => {
  const { server, openai } = await serveModel({ script: ['a'] });
  const call = (call_id: string) => {
    const args = JSON.stringify({ query: call_id });
    return { type: 'function_call' as const, name: 'search', arguments: args, call_id };
  };
  await openai.responses.create({
    model: 'm',
    instructions: 'Be brief.',
    input: [
      { role: 'developer', content: 'Be kind.' },
      { role: 'user', content: 'What is new?' },
      { role: 'assistant', content: 'I will look.' },
      call('c1'),
      call('c2'),
      { type: 'function_call_output', call_id: 'c1', output: 'found: nothing' },
      { type: 'function_call_output', call_id: 'c2', output: 'found: a book' },
      call('c3'),
      { type: 'function_call_output', call_id: 'c3', output: 'found: a paper' },
      {
        role: 'user',
        content: [
          { type: 'input_text', text: 'Go on.' },
          { type: 'input_image', image_url: 'https://example.com/a.png', detail: 'auto' },
          { type: 'input_text', text: 'Briefly.' },
        ],
      },
    ],
  });
  expect(server.requests[0]?.messages).toEqual(history);
  expect(server.requests[0]?.system).toBe('Be brief.\n\nBe kind.');
});

it('The same conversation is recorded the same way from Chat Completions.', async () => {
  const { server, openai } = await serveModel({ script: ['a'] });
  await openai.chat.completions.create({
    model: 'm',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'developer', content: [{ type: 'text', text: 'Be kind.' }] },
      { role: 'user', content: 'What is new?' },
      { role: 'assistant', content: 'I will look.', tool_calls: calls('c1', 'c2') },
      { role: 'tool', tool_call_id: 'c1', content: 'found: nothing' },
      { role: 'tool', tool_call_id: 'c2', content: 'found: a book' },
      { role: 'assistant', content: null, tool_calls: calls('c3') },
      { role: 'tool', tool_call_id: 'c3', content: 'found: a paper' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Go on.' },
          { type: 'text', text: 'Briefly.' },
        ],
      },
    ],
  });
  expect(server.requests[0]?.messages).toEqual(history);
  expect(server.requests[0]?.system).toBe('Be brief.\n\nBe kind.');
});

it('The same conversation is recorded the same way from Messages.', async () => {
  const { server, anthropic } = await serveModel({ script: ['a'] });
  await anthropic.messages.create({
    model: 'm',
    max_tokens: 9,
    system: [
      { type: 'text', text: 'Be brief.\n' },
      { type: 'text', text: 'Be kind.' },
    ],
    messages: [
      { role: 'user', content: 'What is new?' },
      {
        role: 'assistant',
        content: [{ type: 'text', text: 'I will look.' }, use('c1'), use('c2')],
      },
      { role: 'user', content: [result('c1', 'found: nothing'), result('c2', 'found: a book')] },
      { role: 'assistant', content: [use('c3')] },
      {
        role: 'user',
        content: [
          result('c3', 'found: a paper'),
          { type: 'text', text: 'Go on.' },
          { type: 'text', text: 'Briefly.' },
        ],
      },
    ],
  });
  expect(server.requests[0]?.messages).toEqual(history);
  expect(server.requests[0]?.system).toBe('Be brief.\n\nBe kind.');
});

it('The schema of the beta API is an output schema too, under its new and its old name.', async () => {
  const { server, anthropic } = await serveModel({ script: ['{}', '{}'] });
  const schema = { type: 'object', additionalProperties: false };
  const body = { model: 'm', max_tokens: 9, messages: [] };
  const output_format = { type: 'json_schema' as const, schema };
  await anthropic.beta.messages.create({ ...body, output_format });
  const raw = JSON.stringify({ ...body, output_format });
  await fetch(`${server.url}/v1/messages`, { method: 'POST', body: raw });
  expect(server.requests.map(({ outputSchema }) => outputSchema)).toEqual([schema, schema]);
});

it('What a client gives back of a tool call that was broken, or failed, is recorded as it came.', async () => {
  const { server, openai, anthropic } = await serveModel({ script: ['a', 'b'] });
  await openai.chat.completions.create({
    model: 'm',
    messages: [
      {
        role: 'assistant',
        tool_calls: [
          { id: 'c1', type: 'function', function: { name: 'search', arguments: '{"query": ' } },
        ],
      },
    ],
  });
  await anthropic.messages.create({
    model: 'm',
    max_tokens: 9,
    messages: [{ role: 'user', content: [{ ...result('c1', 'no such tool'), is_error: true }] }],
  });
  expect(server.requests.map(({ messages }) => messages)).toEqual([
    [
      {
        role: 'assistant',
        content: '',
        toolCalls: [{ id: 'c1', name: 'search', arguments: '{"query": ' }],
      },
    ],
    [{ role: 'tool', content: 'no such tool', callId: 'c1', failed: true }],
  ]);
});
