import { describe, expect, it } from 'vitest';
import { historyLimitBytes } from '../../../src/core/model-call.ts';
import { memoryTools } from '../../../src/core/memory-tools.ts';
import { kitchen, modelCall } from './fixtures.ts';
import { apis, following, result, searchTool, twoSearches, withSearch } from './tool-calls.ts';

describe.each(apis)('a turn with tools on the %s API', (api) => {
  it('asks for several at once, and goes on from what came of them', async () => {
    const { call, server } = await kitchen(
      [{ text: 'I will look.', toolCalls: twoSearches }, 'It is good.'],
      { endpoint: { api } },
    );

    const turn = await call(modelCall(withSearch));
    const answer = await call(
      following(turn, 2, [result('c1', 'found'), result('c2', 'no such index', true)]),
    );

    expect(turn).toMatchObject({
      content: 'I will look.',
      problem: null,
      toolCalls: [
        { id: 'c1', name: 'search', arguments: '{"query":"a"}' },
        { id: 'c2', name: 'search', arguments: '{"query":"b"}' },
      ],
    });
    expect(answer).toMatchObject({ content: 'It is good.', toolCalls: [], problem: null });
    const marked = api === 'messages';
    expect(server.requests[1]?.messages).toEqual([
      { role: 'user', content: 'Is it good?' },
      { role: 'assistant', content: 'I will look.', toolCalls: twoSearches },
      { role: 'tool', content: 'found', callId: 'c1', failed: false },
      { role: 'tool', content: 'Error: no such index', callId: 'c2', failed: marked },
    ]);
  });

  it('may have no text, and is then not empty', async () => {
    const { call, server } = await kitchen([{ toolCalls: twoSearches }, 'Yes.'], {
      endpoint: { api },
    });

    const turn = await call(modelCall(withSearch));
    await call(following(turn, 2, [result('c1', 'x'), result('c2', 'y')]));

    expect(turn).toMatchObject({ content: '', bytes: 0, problem: null });
    expect(server.requests[1]?.messages[1]).toEqual({
      role: 'assistant',
      content: '',
      toolCalls: twoSearches,
    });
  });

  it('offers the registered tools and the built-in ones, and none where there are none', async () => {
    const { call, server } = await kitchen(['a', 'b'], { endpoint: { api } });

    await call(modelCall({ tools: { registered: searchTool, memory: true } }));
    await call(modelCall());

    expect(server.requests[0]?.tools).toEqual([...JSON.parse(searchTool), ...memoryTools]);
    expect(server.requests[1]?.body).not.toHaveProperty('tools');
  });
});

describe.each(apis)('what can not be used of a turn on the %s API', (api) => {
  it('is all of it when it was cut: its arguments may be broken off', async () => {
    const { call, server } = await kitchen(
      [{ text: 'I', toolCalls: twoSearches, stop: 'length' }, 'Yes.'],
      { endpoint: { api } },
    );

    const cut = await call(modelCall(withSearch));
    await call(following(cut, 2, [{ role: 'user', text: 'Again.' }]));

    expect(cut).toMatchObject({ problem: { kind: 'cut' }, toolCalls: [] });
    expect(server.requests[1]?.messages).toEqual([
      { role: 'user', content: 'Is it good?' },
      { role: 'assistant', content: 'I' },
      { role: 'user', content: 'Again.' },
    ]);
  });

  it('are more arguments than a history holds', async () => {
    const query = 'x'.repeat(historyLimitBytes);
    const { call } = await kitchen([{ toolCalls: [{ name: 'search', arguments: { query } }] }], {
      endpoint: { api },
    });

    const reply = await call(modelCall(withSearch));

    expect(reply.toolCalls).toEqual([]);
    expect(reply.problem?.reason).toMatch(/tool calls .* 262144 bytes together, .* pass less/);
  });

  it('are tools that nobody offered', async () => {
    const { call } = await kitchen([{ toolCalls: twoSearches }], { endpoint: { api } });

    expect(await call(modelCall())).toMatchObject({ toolCalls: [], problem: { kind: 'empty' } });
  });

  it('goes back in a form that the API takes, and to the tool as it came', async () => {
    const made = { id: 'c1', name: 'functions.search', arguments: '{"query": ' };
    const { call, server } = await kitchen([{ toolCalls: [made] }, 'Yes.'], { endpoint: { api } });

    const turn = await call(modelCall(withSearch));
    await call(following(turn, 2, [result('c1', 'no such tool', true)]));

    expect(turn.toolCalls).toEqual([made]);
    expect(server.requests[1]?.messages[1]?.toolCalls).toEqual([
      { id: 'c1', name: 'functions_search', arguments: { INVALID_JSON: '{"query": ' } },
    ]);
  });
});

const answerSchema = {
  type: 'object',
  properties: { answer: { type: 'string' } },
  required: ['answer'],
  additionalProperties: false,
};

describe.each(apis)('an output schema beside tools on the %s API', (api) => {
  it('is for the answer, not for the turns before it', async () => {
    const { call, server } = await kitchen(
      [{ text: 'I will look.', toolCalls: twoSearches }, 'yes', '{"answer": "yes"}'],
      { endpoint: { api } },
    );
    const asked = (input: ReturnType<typeof modelCall>) => ({
      ...input,
      settings: { ...input.settings, output: answerSchema },
    });

    const turn = await call(asked(modelCall(withSearch)));
    const results = [result('c1', 'x'), result('c2', 'y')];
    const wrong = await call(asked(following(turn, 2, results)));
    const right = await call(asked(following(wrong, 3, [{ role: 'user', text: 'JSON, please.' }])));

    expect(turn).toMatchObject({ problem: null, content: 'I will look.' });
    expect(wrong.problem?.kind).toBe('schema');
    expect(right).toMatchObject({ problem: null, content: '{"answer": "yes"}' });
    // One that is held to from the first word on calls no tool.
    expect(server.requests[0]?.outputSchema).toBeNull();
    expect(server.requests[0]?.messages[0]?.content).toContain(JSON.stringify(answerSchema));
  });
});

describe("a Responses API that is not OpenAI's own", () => {
  it('is asked neither to hold arguments to their schema nor for reasoning', async () => {
    const { call, server } = await kitchen(['Yes.']);

    await call(modelCall(withSearch));

    expect(server.requests[0]?.body).toMatchObject({ tools: [{ strict: false }] });
    expect(server.requests[0]?.body).not.toHaveProperty('include');
  });
});
