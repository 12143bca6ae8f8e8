import { expect, it } from 'vitest';
import { serveModel } from '../support/model-apis.ts';

const history = [
  { role: 'user', content: 'What is new?' },
  { role: 'assistant', content: 'I will look.' },
  { role: 'tool', content: 'found: nothing' },
  { role: 'assistant', content: '' },
  { role: 'tool', content: 'found: a paper' },
  { role: 'user', content: 'Go on.\nBriefly.' },
];

const calls = (id: string) => [
  { id, type: 'function' as const, function: { name: 'search', arguments: '{}' } },
];

const use = (id: string) => ({ type: 'tool_use' as const, id, name: 'search', input: {} });
const result = (tool_use_id: string, content: string) => ({
  type: 'tool_result' as const,
  tool_use_id,
  content,
});

it('The same conversation is recorded the same way from the Responses API.', async () => {
  const { server, openai } = await serveModel({ script: ['a'] });
  const call = { type: 'function_call' as const, name: 'search', arguments: '{}' };
  await openai.responses.create({
    model: 'm',
    instructions: 'Be brief.',
    input: [
      { role: 'developer', content: 'Be kind.' },
      { role: 'user', content: 'What is new?' },
      { role: 'assistant', content: 'I will look.' },
      { ...call, call_id: 'c1' },
      { type: 'function_call_output', call_id: 'c1', output: 'found: nothing' },
      { ...call, call_id: 'c2' },
      { type: 'function_call_output', call_id: 'c2', output: 'found: a paper' },
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
      { role: 'assistant', content: 'I will look.', tool_calls: calls('c1') },
      { role: 'tool', tool_call_id: 'c1', content: 'found: nothing' },
      { role: 'assistant', content: null, tool_calls: calls('c2') },
      { role: 'tool', tool_call_id: 'c2', content: 'found: a paper' },
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
      { role: 'assistant', content: [{ type: 'text', text: 'I will look.' }, use('c1')] },
      { role: 'user', content: [result('c1', 'found: nothing')] },
      { role: 'assistant', content: [use('c2')] },
      {
        role: 'user',
        content: [
          result('c2', 'found: a paper'),
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
