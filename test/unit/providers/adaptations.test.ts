import { describe, expect, it } from 'vitest';
import type { Api } from '../../../src/core/provider-apis.ts';
import type { ModelCall } from '../../../src/core/model-call.ts';
import { memoryStore, rejection } from '../activities/fixtures.ts';
import { withSearch } from '../activities/tool-calls.ts';
import { type Body, output, picky, refuse, worker } from './picky-server.ts';

interface Case {
  refused: (body: Body) => boolean;
  message: string;
  call?: Partial<ModelCall>;
  settings?: object;
  api?: Api;
  asked: object;
}

const cases: Record<string, Case> = {
  'max_tokens, and names another field': {
    refused: (body) => 'max_tokens' in body,
    message:
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
    asked: { max_completion_tokens: 100 },
  },
  'both fields that limit the output': {
    refused: (body) => 'max_tokens' in body || 'max_completion_tokens' in body,
    message: 'Unrecognized request argument supplied: max_tokens, max_completion_tokens',
    asked: { model: 'gpt-5.4-mini' },
  },
  'a system prompt': {
    refused: ({ messages }) => messages?.some(({ role }) => role === 'system') ?? false,
    message: 'System role not supported',
    asked: { messages: [{ role: 'user', content: 'You are a critic.\n\nIs it good?' }] },
  },
  'the system role in favour of the developer': {
    refused: ({ messages }) => messages?.some(({ role }) => role === 'system') ?? false,
    message:
      "Unsupported value: 'messages[0].role' does not support 'system' with this model; use 'developer' instead",
    asked: { messages: [{ role: 'developer' }, { role: 'user' }] },
  },
  'keywords of a tool': {
    refused: (body) => JSON.stringify(body['tools'] ?? '').includes('exclusiveMinimum'),
    message:
      'Invalid JSON payload received. Unknown name "exclusiveMinimum" at \'tools[0]\': Cannot find field.',
    call: toolWith({
      type: 'object',
      properties: { cents: { type: 'integer', exclusiveMinimum: 0 } },
    }),
    asked: {
      tools: [
        {
          function: {
            parameters: {
              properties: { cents: { type: 'integer', description: 'more than 0' } },
            },
          },
        },
      ],
    },
  },
  'several tool calls in one turn': {
    refused: (body) => 'tools' in body && body['parallel_tool_calls'] !== false,
    message: 'This model only supports single tool-calls at once!',
    call: withSearch,
    asked: { parallel_tool_calls: false },
  },
  'the built-in tools': {
    refused: (body) => 'tools' in body,
    message: 'registry.test/library/gemma does not support tools',
    call: { tools: { registered: null, memory: true } },
    asked: { messages: [{ role: 'system' }, { role: 'user' }] },
  },
};

function toolWith(parameters: object): Partial<ModelCall> {
  const tools = [{ name: 'pay', description: 'Pays.', parameters }];
  return { tools: { registered: JSON.stringify(tools), memory: false } };
}

describe('a server that refuses', () => {
  it.each(Object.entries(cases))(
    '%s is asked otherwise, and so at once the next time',
    async (_, each) => {
      const store = await memoryStore();
      const server = await picky(
        each.api ?? 'chat',
        (body) => (each.refused(body) ? refuse(each.message) : undefined),
        'Yes.',
      );
      const call = worker(store, server.endpoint);

      expect(await call(each.call, each.settings)).toMatchObject({
        problem: null,
        content: 'Yes.',
      });
      const before = server.asked.length;
      await call(each.call, each.settings);

      expect(server.asked.at(-1)).toMatchObject(each.asked);
      expect(server.asked.length).toBe(before + 1);
    },
  );

  it("an agent's own tools is not asked without them", async () => {
    const store = await memoryStore();
    const server = await picky('chat', (body) =>
      'tools' in body ? refuse('the model does not support tools') : undefined,
    );

    const error = await rejection(worker(store, server.endpoint)(withSearch));

    expect(error).toMatchObject({
      type: 'Model.Rejected',
      message: expect.stringContaining('does not support tools'),
    });
    expect(server.asked).toHaveLength(1);
  });

  it.each([
    'max_tokens is too large: 100. This model supports at most 50.',
    'Invalid max_tokens value, the valid range of max_tokens is [1, 8192]',
    'Range of max_tokens should be [1, 8192]',
    'max_tokens: 64000 > 8192, which is the maximum allowed number of output tokens',
    'Your request was rejected as a result of our safety system. Your prompt may contain text that is not allowed by our safety system.',
    'temperature is not supported with this model',
    'The model does not exist',
    'Something is wrong.',
  ])("the user's own settings is not asked otherwise: %s", async (message) => {
    const store = await memoryStore();
    const server = await picky('chat', () => refuse(message));

    expect(await rejection(worker(store, server.endpoint)())).toMatchObject({
      type: 'Model.Rejected',
    });
    expect(server.asked).toHaveLength(1);
  });
});

const failedCall = {
  message: 'Failed to call a function.',
  code: 'tool_use_failed',
  failed_generation: '<function=search{',
};
const unparsed = { message: "error parsing tool call: raw='{', err=unexpected end" };
const failedJson = { message: 'Failed to generate JSON.', code: 'json_validate_failed' };

describe('what is found out', () => {
  it('is what helped, not what was changed before it', async () => {
    const store = await memoryStore();
    const server = await picky('chat', ({ messages }) =>
      messages?.some(({ role }) => role === 'system')
        ? refuse('After the system message(s), roles must alternate; system is not supported')
        : undefined,
    );
    const endpoint = { ...server.endpoint, capabilities: { alternatingTurns: false } };
    const call = worker(store, endpoint);

    await call();
    await call();

    expect(server.asked).toHaveLength(3);
    expect(
      await store.abilities.read({ api: 'chat', address: endpoint.baseURL, model: 'gpt-5.4-mini' }),
    ).toEqual({
      systemRole: 'user',
    });
  });

  it('is nothing where the request in its place was a mistake of the model', async () => {
    const store = await memoryStore();
    const server = await picky('chat', (body) =>
      'response_format' in body
        ? refuse('response_format is not supported')
        : [400, { error: failedCall }],
    );

    await worker(store, server.endpoint)({}, { output });

    const { baseURL: address } = server.endpoint;
    expect(await store.abilities.read({ api: 'chat', address, model: 'gpt-5.4-mini' })).toEqual({});
  });
});

describe('a mistake of the model that a server reports as an error', () => {
  it.each([
    [400, failedCall, 'tool'],
    [500, unparsed, 'tool'],
    [400, failedJson, 'schema'],
  ])('is its reply: %i %j', async (status, error, kind) => {
    const store = await memoryStore();
    const server = await picky('chat', () => [status, { error }]);

    const call = worker(store, server.endpoint);
    const reply = kind === 'schema' ? await call({}, { output }) : await call(withSearch);

    expect(reply).toMatchObject({ problem: { kind } });
    expect(server.asked).toHaveLength(1);
  });
});

describe('a model that is being loaded', () => {
  it('is waited for, and that is no attempt', async () => {
    const store = await memoryStore();
    let requests = 0;
    const server = await picky('chat', () =>
      (requests += 1) < 3
        ? [503, { error: { code: 503, message: 'Loading model', type: 'unavailable_error' } }]
        : undefined,
    );

    expect(await worker(store, server.endpoint)()).toMatchObject({ problem: null });
    expect(requests).toBe(3);
  });
});

describe('a model that only streams', () => {
  it('is streamed and read whole', async () => {
    const store = await memoryStore();
    const events = [
      '{"choices":[{"delta":{"content":"Ye"}}]}',
      '{"choices":[{"delta":{"content":"s."},"finish_reason":"stop"}]}',
      '{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}}',
      '[DONE]',
    ];
    const server = await picky('chat', ({ stream }) =>
      stream === true
        ? [200, events.map((data) => `data: ${data}\n\n`).join('')]
        : refuse('This model only support stream mode, please enable the stream parameter.'),
    );
    const call = worker(store, { ...server.endpoint, stream: 'never' });

    expect(await call()).toMatchObject({
      content: 'Yes.',
      usage: { inputTokens: 3, outputTokens: 2 },
    });
    await call();
    expect(server.asked.map(({ stream }) => stream)).toEqual([false, true, true]);
  });
});
