import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createModelActivities } from '../../../src/activities/call-model.ts';
import type { Store } from '../../../src/activities/store/open-store.ts';
import type { Api } from '../../../src/core/provider-apis.ts';
import type { Endpoint } from '../../../src/activities/providers/endpoint.ts';
import type { ModelCall, ModelReply } from '../../../src/core/model-call.ts';
import {
  activityEnvironment,
  endpointAt,
  memoryStore,
  modelCall,
  rejection,
} from '../activities/fixtures.ts';
import { withSearch } from '../activities/tool-calls.ts';

type Body = Record<string, unknown> & { messages?: { role: string; content: unknown }[] };
type Answer = [status: number, body: unknown];

const words: Record<Api, (text: string) => object> = {
  chat: (content) => ({
    choices: [{ message: { content }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 1, completion_tokens: 1 },
  }),
  responses: (text) => ({
    output: [{ type: 'message', content: [{ type: 'output_text', text }] }],
    usage: { input_tokens: 1, output_tokens: 1 },
  }),
  messages: (text) => ({
    content: [{ type: 'text', text }],
    usage: { input_tokens: 1, output_tokens: 1 },
  }),
};

const refuse = (message: string, more: object = {}): Answer => [
  400,
  { error: { message, ...more } },
];

/** A server that refuses some requests, and answers the rest. */
async function picky(api: Api, judge: (body: Body) => Answer | undefined, text = '{"n": 1}') {
  const asked: Body[] = [];
  const server = createServer((incoming, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Body;
      asked.push(body);
      const [status, answer] = judge(body) ?? [200, words[api](text)];
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { asked, endpoint: { api, baseURL: api === 'messages' ? url : `${url}/v1` } };
}

/** A worker of its own on a store. */
function worker(store: Store, fields: Partial<Endpoint>) {
  const activities = createModelActivities({ store, endpoint: endpointAt(null, fields) });
  let number = 0;
  return async (more: Partial<ModelCall> = {}, settings: object = {}): Promise<ModelReply> => {
    const key = { execution: 'exec', step: `step-${Math.random()}`, number: (number += 1) };
    const input = modelCall({ key, ...more }, settings);
    return await activityEnvironment().run(
      (given: ModelCall) => activities.callModel(given),
      input,
    );
  };
}

const output = {
  type: 'object',
  properties: { n: { type: 'integer' } },
  required: ['n'],
  additionalProperties: false,
};
const schemaIn = (body: Body) => JSON.stringify(body).match(/json_schema/) !== null;

describe.each<[Api, string]>([
  ['chat', 'This response_format type is unavailable now'],
  ['chat', "'response_format.type' : value is not one of the allowed values ['text']"],
  ['chat', 'Extra inputs are not permitted: body.response_format'],
  ['responses', "Unsupported parameter: 'text.format' is not supported with this model."],
  ['messages', 'output_config.format: Extra inputs are not permitted'],
  ['messages', 'structured outputs are not supported for this model'],
])('a schema that the %s API refuses with "%s"', (api, message) => {
  it('is told in words, for all workers and later calls, and said', async () => {
    const store = await memoryStore();
    const server = await picky(api, (body) => (schemaIn(body) ? refuse(message) : undefined));

    const first = await worker(store, server.endpoint)({}, { output });
    const later = await worker(store, server.endpoint)({}, { output });

    for (const reply of [first, later])
      expect(reply).toMatchObject({
        problem: null,
        content: '{"n": 1}',
        warnings: [{ type: 'Schema.InWords' }],
      });
    expect(server.asked.map(schemaIn)).toEqual([true, false, false]);
    expect(JSON.stringify(server.asked[1])).toContain('JSON Schema');
  });
});

describe('what was found out', () => {
  it('holds for one model only', async () => {
    const store = await memoryStore();
    const server = await picky('chat', (body) =>
      schemaIn(body) ? refuse('no response_format here: unsupported') : undefined,
    );
    const call = worker(store, server.endpoint);

    await call({}, { output, model: 'a' });
    await call({}, { output, model: 'b' });

    expect(server.asked.map(schemaIn)).toEqual([true, false, true, false]);
  });

  it('is forgotten when it did not help', async () => {
    const store = await memoryStore();
    const server = await picky('chat', () =>
      refuse('response_format is unsupported, and so is all else'),
    );
    const call = worker(store, server.endpoint);

    for (let time = 0; time < 2; time += 1) await rejection(call({}, { output }));

    expect(server.asked.map(schemaIn)).toEqual([true, false, true, false]);
  });

  it('is not learnt of a single schema that is refused', async () => {
    const store = await memoryStore();
    const server = await picky('chat', (body) =>
      schemaIn(body)
        ? refuse("Invalid schema for response_format 'reply': too complex")
        : undefined,
    );
    const call = worker(store, server.endpoint);

    for (let time = 0; time < 2; time += 1)
      expect(await call({}, { output })).toMatchObject({ problem: null });

    expect(server.asked.map(schemaIn)).toEqual([true, false, true, false]);
  });

  it('does not come before what the configuration says', async () => {
    const store = await memoryStore();
    const server = await picky('chat', (body) =>
      schemaIn(body) ? refuse('response_format is unsupported') : undefined,
    );
    const forced = { ...server.endpoint, capabilities: { nativeSchema: true } };

    const error = await rejection(worker(store, forced)({}, { output }));

    expect(error).toMatchObject({ type: 'Model.Rejected' });
    expect(server.asked).toHaveLength(1);
  });

  it('can be forced the other way', async () => {
    const store = await memoryStore();
    const server = await picky('chat', () => undefined);

    await worker(store, { ...server.endpoint, capabilities: { nativeSchema: false } })(
      {},
      { output },
    );

    expect(server.asked.map(schemaIn)).toEqual([false]);
  });

  it('costs no attempt', async () => {
    const store = await memoryStore();
    let requests = 0;
    const server = await picky('chat', (body) => {
      requests += 1;
      if (schemaIn(body)) return refuse('response_format is unsupported');
      return requests < 3 ? [500, { error: { message: 'internal error' } }] : undefined;
    });

    const error = await rejection(worker(store, server.endpoint)({}, { output }));

    expect(error).toMatchObject({ type: 'Model.Unavailable', details: [{ attempts: 1 }] });
  });
});

interface Case {
  refused: (body: Body) => boolean;
  message: string;
  call?: Partial<ModelCall>;
  settings?: object;
  api?: Api;
  then: object;
}

const cases: Record<string, Case> = {
  'max_tokens, and names another field': {
    refused: (body) => 'max_tokens' in body,
    message:
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
    then: { max_completion_tokens: 100 },
  },
  'both fields that limit the output': {
    refused: (body) => 'max_tokens' in body || 'max_completion_tokens' in body,
    message: 'Unrecognized request argument supplied: max_tokens, max_completion_tokens',
    then: { model: 'gpt-5.4-mini' },
  },
  'a system prompt': {
    refused: ({ messages }) => messages?.some(({ role }) => role === 'system') ?? false,
    message: 'System role not supported',
    then: { messages: [{ role: 'user', content: 'You are a critic.\n\nIs it good?' }] },
  },
  'the system role in favour of the developer': {
    refused: ({ messages }) => messages?.some(({ role }) => role === 'system') ?? false,
    message:
      "Unsupported value: 'messages[0].role' does not support 'system' with this model; use 'developer' instead",
    then: { messages: [{ role: 'developer' }, { role: 'user' }] },
  },
  'keywords of a tool': {
    refused: (body) => JSON.stringify(body['tools'] ?? '').includes('exclusiveMinimum'),
    message:
      'Invalid JSON payload received. Unknown name "exclusiveMinimum" at \'tools[0]\': Cannot find field.',
    call: toolWith({
      type: 'object',
      properties: { cents: { type: 'integer', exclusiveMinimum: 0 } },
    }),
    then: {
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
    then: { parallel_tool_calls: false },
  },
  'the built-in tools': {
    refused: (body) => 'tools' in body,
    message: 'registry.test/library/gemma does not support tools',
    call: { tools: { registered: null, memory: true } },
    then: { messages: [{ role: 'system' }, { role: 'user' }] },
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

      expect(server.asked.at(-1)).toMatchObject(each.then);
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

describe('a mistake of the model that a server reports as an error', () => {
  it.each([
    [
      'tool_use_failed',
      {
        error: {
          message: 'Failed to call a function.',
          code: 'tool_use_failed',
          failed_generation: '<function=search{',
        },
      },
      400,
      withSearch,
      'tool',
    ],
    [
      'Ollama',
      { error: { message: "error parsing tool call: raw='{', err=unexpected end" } },
      500,
      withSearch,
      'tool',
    ],
    [
      'json_validate_failed',
      { error: { message: 'Failed to generate JSON.', code: 'json_validate_failed' } },
      400,
      {},
      'schema',
    ],
  ])('is its reply: %s', async (_, body, status, more, kind) => {
    const store = await memoryStore();
    const server = await picky('chat', () => [status, body]);

    const reply = await worker(store, server.endpoint)(more, {
      output: kind === 'schema' ? output : null,
    });

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
    const asked: Body[] = [];
    const server = createServer((incoming, response) => {
      void (async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
        const body = JSON.parse(Buffer.concat(chunks).toString()) as Body;
        asked.push(body);
        if (body['stream'] !== true) {
          response.writeHead(400, { 'content-type': 'application/json' });
          response.end(
            JSON.stringify({
              error: {
                message: 'This model only support stream mode, please enable the stream parameter.',
              },
            }),
          );
          return;
        }
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        for (const data of [
          '{"choices":[{"delta":{"content":"Ye"}}]}',
          '{"choices":[{"delta":{"content":"s."},"finish_reason":"stop"}]}',
          '{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}}',
          '[DONE]',
        ])
          response.write(`data: ${data}\n\n`);
        response.end();
      })();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
    const call = worker(store, { api: 'chat', baseURL });

    expect(await call()).toMatchObject({
      content: 'Yes.',
      usage: { inputTokens: 3, outputTokens: 2 },
    });
    await call();
    expect(asked.map(({ stream }) => stream)).toEqual([false, true, true]);
  });
});
