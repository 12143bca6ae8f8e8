import { describe, expect, it } from 'vitest';
import type { Api } from '../../../src/core/provider-apis.ts';
import { kitchen, modelCall } from './fixtures.ts';

const apis: Api[] = ['responses', 'chat', 'messages'];

const answerSchema = {
  type: 'object',
  properties: { answer: { type: 'string', minLength: 2 } },
  required: ['answer'],
  additionalProperties: false,
};

function bodyOf(request: { body: unknown } | undefined) {
  return request?.body as Record<string, unknown>;
}

describe.each(apis)('the %s API', (api) => {
  it('is asked with the system prompt, the conversation and the output limit, and keeps nothing there', async () => {
    const { server, call } = await kitchen(['Very good.'], { endpoint: { api } });

    const reply = await call(
      modelCall({
        messages: [
          { role: 'user', text: 'Is it good?' },
          { role: 'assistant', text: 'What?' },
          { role: 'user', text: 'The plan.' },
        ],
      }),
    );

    expect(reply).toMatchObject({ content: 'Very good.', problem: null, model: 'gpt-5.4-mini' });
    const [request] = server.requests;
    expect(request).toMatchObject({
      api,
      model: 'gpt-5.4-mini',
      system: 'You are a critic.',
      messages: [
        { role: 'user', content: 'Is it good?' },
        { role: 'assistant', content: 'What?' },
        { role: 'user', content: 'The plan.' },
      ],
    });
    const limit = { responses: 'max_output_tokens', chat: 'max_tokens', messages: 'max_tokens' };
    expect(bodyOf(request)[limit[api]]).toBe(100);
    expect(bodyOf(request)['store']).toBe(api === 'responses' ? false : undefined);
  });

  it('reports cached tokens inside the input and reasoning tokens inside the output', async () => {
    const usage = {
      inputTokens: 1_000,
      cachedTokens: 300,
      cacheWriteTokens: 200,
      outputTokens: 50,
      reasoningTokens: 20,
    };
    const { call } = await kitchen([{ text: 'Yes.', usage }], {
      endpoint: { api, prices: { 'gpt-5.4-mini': { input: 1, cached: 0.1, output: 10 } } },
    });

    const reply = await call(modelCall());

    expect(reply.usage).toEqual({
      inputTokens: 1_000,
      cachedTokens: 300,
      outputTokens: 50,
      reasoningTokens: 20,
      calls: 1,
    });
    const write = api === 'messages' ? 1.25 : 1;
    expect(reply.cost).toBeCloseTo((500 + 200 * write + 300 * 0.1 + 50 * 10) / 1e6, 12);
  });
});

describe.each(apis)('structured output of the %s API', (api) => {
  it('has the schema in its own form, and limits it can not hold in words', async () => {
    const { server, call } = await kitchen(['{"answer": "yes"}'], { endpoint: { api } });

    const reply = await call(modelCall({}, { output: answerSchema }));

    expect(reply).toMatchObject({ content: '{"answer": "yes"}', problem: null });
    expect(server.requests[0]?.outputSchema).toEqual({
      ...answerSchema,
      properties: { answer: { type: 'string', description: 'minLength: 2' } },
    });
  });

  it('has an open schema behind what was asked instead', async () => {
    const { server, call } = await kitchen(['{"anything": 1}'], { endpoint: { api } });

    await call(modelCall({}, { output: { type: 'object', minProperties: 1 } }));

    expect(server.requests[0]?.outputSchema).toBeNull();
    expect(server.requests[0]?.system).toBe('You are a critic.');
    expect(server.requests[0]?.messages[0]?.content).toMatch(
      /^Is it good\?\n\nReply with one JSON value .*"minProperties":1/s,
    );
  });
});

describe.each(apis)('a bad reply of the %s API', (api) => {
  it.each([
    ['length', 'cut'],
    ['refusal', 'refused'],
  ] as const)('that ended by %s has a problem, and its usage', async (stop, kind) => {
    const { call } = await kitchen([{ text: 'I', stop, usage: { outputTokens: 100 } }], {
      endpoint: { api },
    });

    const reply = await call(modelCall());

    expect(reply.problem?.kind).toBe(kind);
    expect(reply.usage.outputTokens).toBe(100);
  });

  it('without text has a problem', async () => {
    const { call } = await kitchen([{ text: '' }], { endpoint: { api } });

    expect((await call(modelCall())).problem).toEqual({
      kind: 'empty',
      reason: 'the reply has no text',
    });
  });
});

describe('settings on the way to the provider', () => {
  it('merges providerOptions.text with the format of an output schema', async () => {
    const { server, call } = await kitchen(['{"answer": "yes"}']);

    await call(
      modelCall(
        {},
        {
          output: answerSchema,
          reasoningEffort: 'low',
          providerOptions: { text: { verbosity: 'low' }, service_tier: 'flex' },
        },
      ),
    );

    expect(bodyOf(server.requests[0])).toMatchObject({
      text: { verbosity: 'low', format: { type: 'json_schema', strict: true } },
      reasoning: { effort: 'low' },
      service_tier: 'flex',
    });
  });

  it.each([
    ['minimal', { output_config: { effort: 'low' } }],
    ['high', { output_config: { effort: 'high' } }],
    ['none', { thinking: { type: 'disabled' } }],
  ] as const)('says reasoning effort %s as the Messages API has it', async (effort, fields) => {
    const { server, call } = await kitchen(['Yes.'], { endpoint: { api: 'messages' } });

    await call(modelCall({}, { reasoningEffort: effort }));

    expect(bodyOf(server.requests[0])).toMatchObject(fields);
  });

  it('says reasoning effort and temperature as Chat Completions has them', async () => {
    const { server, call } = await kitchen(['Yes.'], { endpoint: { api: 'chat' } });

    await call(modelCall({}, { reasoningEffort: 'xhigh', temperature: 0.2 }));

    expect(bodyOf(server.requests[0])).toMatchObject({
      reasoning_effort: 'xhigh',
      temperature: 0.2,
    });
  });
});

describe('what an endpoint decides', () => {
  it('tells a compatible chat server the schema in words as well', async () => {
    const { server, call } = await kitchen(['{"answer": "yes"}'], { endpoint: { api: 'chat' } });

    await call(modelCall({}, { output: answerSchema }));

    expect(server.requests[0]?.messages.at(-1)?.content).toContain('"minLength":2');
  });

  it.each([
    ['the endpoint has one', { model: 'llama3.2' }, 'llama3.2'],
    ['only the API has one', { api: 'messages' }, 'claude-haiku-5-5'],
    ['the endpoint is simulated', { simulated: true }, 'simulated-1'],
  ] as const)('takes a default model when %s', async (_, endpoint, model) => {
    const { server, call } = await kitchen(['Yes.'], { endpoint });

    await call(modelCall({}, { model: null }));

    expect(server.requests[0]?.model).toBe(model);
  });

  it('allows Anthropic more output than its SDK does without a timeout', async () => {
    const { call } = await kitchen(['Yes.'], { endpoint: { api: 'messages' } });

    expect(await call(modelCall({}, { maxOutputTokens: 64_000 }))).toMatchObject({
      content: 'Yes.',
    });
  });

  it('works without a key where the endpoint wants none', async () => {
    const { call } = await kitchen(['Yes.'], { endpoint: { apiKey: null, keyEnv: null } });

    expect((await call(modelCall())).content).toBe('Yes.');
  });
});
