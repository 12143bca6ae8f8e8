import { describe, expect, it } from 'vitest';
import { apis, serveModel, ways } from '../support/model-apis.ts';

const tool = {
  name: 'search',
  description: 'searches the web',
  parameters: { type: 'object' as const, properties: { query: { type: 'string' } } },
};

describe.each(ways)('A scripted reply ($way)', ({ ask, stream, stops }) => {
  it('arrives in the SDK as it was written, however long and in whatever script', async () => {
    const text = `${'Grüße, 世界 👩‍💻!\n\n'.repeat(200)}end`;
    const model = await serveModel({ script: [text] });
    const heard = await ask(model, { user: 'Say hello', stream });
    expect(heard).toMatchObject({ text, stop: stops.end, toolCalls: [] });
  });

  it('may name another model than the one that was asked for', async () => {
    const model = await serveModel({ script: [{ text: 'a', model: 'other' }, 'b'] });
    expect((await ask(model, { user: 'hi', stream })).model).toBe('other');
    const { model: named } = await ask(model, { user: 'hi', stream });
    expect(named).toBe(model.server.requests[1]?.model);
  });

  it('can ask for several tools, with or without words', async () => {
    const toolCalls = [
      { name: 'search', arguments: { query: 'durable “execution”', limits: [1, 2] } },
      { name: 'search', arguments: {} },
    ];
    const model = await serveModel({ script: [{ toolCalls }, { text: 'Looking.', toolCalls }] });
    const silent = await ask(model, { user: 'hi', tool, stream });
    expect(silent).toMatchObject({ text: '', toolCalls, stop: stops.tool });
    const spoken = await ask(model, { user: 'hi', tool, stream });
    expect(spoken).toMatchObject({ text: 'Looking.', toolCalls });
  });
});

describe.each(ways)('The usage of a reply ($way)', ({ ask, stream }) => {
  it('counts cached and written tokens once, on whichever side of the input the API has them', async () => {
    const usage = {
      inputTokens: 1000,
      outputTokens: 70,
      cachedTokens: 600,
      cacheWriteTokens: 100,
      reasoningTokens: 50,
    };
    const model = await serveModel({ script: [{ text: 'a', usage }] });
    const heard = await ask(model, { user: 'hi', stream });
    expect(heard.usage).toEqual({
      input: 1000,
      output: 70,
      cached: 600,
      written: 100,
      reasoning: 50,
    });
  });

  it('is estimated from its length where the script gives no usage', async () => {
    const model = await serveModel({ script: ['x'.repeat(400)] });
    const heard = await ask(model, { user: 'y'.repeat(4000), stream });
    expect(heard.usage.input).toBeGreaterThanOrEqual(1000);
    expect(heard.usage.input).toBeLessThan(1010);
    expect(heard.usage.output).toBeGreaterThanOrEqual(100);
    expect(heard.usage.output).toBeLessThan(110);
  });
});

describe.each(ways)('The end of a reply ($way)', ({ ask, stream, stops }) => {
  it('can be the token limit', async () => {
    const model = await serveModel({ script: [{ text: 'It is', stop: 'length' }] });
    const heard = await ask(model, { user: 'hi', stream });
    expect(heard).toMatchObject({ text: 'It is', stop: stops.length });
  });

  it('can be a refusal', async () => {
    const model = await serveModel({ script: [{ text: 'I will not.', stop: 'refusal' }] });
    const heard = await ask(model, { user: 'hi', stream });
    expect(heard).toMatchObject({ refusal: 'I will not.', stop: stops.refusal });
  });
});

describe.each(ways)('A request ($way)', ({ api, ask, stream }) => {
  it('is recorded with its prompt, tools and schema in one shape for all APIs', async () => {
    const schema = {
      type: 'object',
      properties: { answer: { type: 'string' } },
      required: ['answer'],
      additionalProperties: false,
    };
    const model = await serveModel({ script: ['{"answer":"x"}'] });
    await ask(model, { user: 'Why?', system: 'You are Ada.', tool, schema, stream });
    expect(model.server.requests).toHaveLength(1);
    expect(model.server.requests[0]).toMatchObject({
      api,
      system: 'You are Ada.',
      messages: [{ role: 'user', content: 'Why?' }],
      tools: [tool],
      outputSchema: schema,
      stream,
      endedBy: 'reply',
      endedAt: expect.any(Number),
    });
  });

  it('without a schema has none', async () => {
    const model = await serveModel({ script: ['a'] });
    await ask(model, { user: 'hi', stream });
    expect(model.server.requests[0]).toMatchObject({ outputSchema: null, tools: [], system: '' });
  });
});

describe.each(apis)('The $api wire', ({ ask }) => {
  it('sends no key into the recording', async () => {
    const model = await serveModel({ script: ['a'] });
    await ask(model, { user: 'hi' });
    const [request] = model.server.requests;
    expect(JSON.stringify(request)).not.toMatch(/key-of/);
    expect(Object.values(request?.headers ?? {})).toContain('[redacted]');
    expect(request?.headers['content-type']).toContain('application/json');
  });
});

it('Chat streams carry usage only where they were asked to.', async () => {
  const { openai } = await serveModel({ script: ['a', 'b'] });
  const usages = async (options?: { include_usage: boolean }) => {
    const chunks = await openai.chat.completions.create({
      model: 'm',
      messages: [],
      stream: true,
      ...(options && { stream_options: options }),
    });
    const seen = [];
    for await (const chunk of chunks) if (chunk.usage) seen.push(chunk.usage.total_tokens);
    return seen;
  };
  expect(await usages()).toEqual([]);
  expect(await usages({ include_usage: true })).toHaveLength(1);
});

it('Streams arrive in many pieces.', async () => {
  const { anthropic } = await serveModel({ script: ['word '.repeat(100)] });
  const pieces: string[] = [];
  await anthropic.messages
    .stream({ model: 'm', max_tokens: 9, messages: [{ role: 'user', content: 'hi' }] })
    .on('text', (piece) => pieces.push(piece))
    .finalMessage();
  expect(pieces.length).toBeGreaterThan(10);
  expect(pieces.join('')).toBe('word '.repeat(100));
});

it('Both SDKs can list the models.', async () => {
  const { openai, anthropic, server } = await serveModel({ script: [] });
  expect((await openai.models.list()).data[0]?.id).toBe('simulated');
  expect((await anthropic.models.list()).data[0]?.display_name).toBe('Simulated');
  expect(server.requests).toEqual([]);
});
