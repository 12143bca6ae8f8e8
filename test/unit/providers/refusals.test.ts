import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { retryAfterMs } from '../../../src/activities/providers/problems/retry-after.ts';
import { kitchenAt, modelCall, rejection } from '../activities/fixtures.ts';

const words = 'the prompt is odd';

async function serving(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

async function failureOf(status: number, body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const baseURL = await serving((_, response) => response.writeHead(status, headers).end(text));
  const { call } = await kitchenAt({ api: 'chat', baseURL });
  return (await rejection(call(modelCall()))) as {
    message: string;
    type: string;
    nonRetryable: boolean;
    nextRetryDelay?: number;
  };
}

describe("a server's own words", () => {
  it.each([
    [
      'OpenAI',
      { error: { message: words, type: 'invalid_request_error', param: null, code: null } },
    ],
    [
      'vLLM, Mistral',
      { object: 'error', message: words, type: 'BadRequestError', param: null, code: 400 },
    ],
    ['Gemini', [{ error: { code: 400, message: words, status: 'INVALID_ARGUMENT' } }]],
    [
      'Anthropic',
      { type: 'error', error: { type: 'invalid_request_error', message: words }, request_id: 'r' },
    ],
    ['FastAPI', { detail: words }],
    ['pydantic', { detail: [{ loc: ['body', 'messages'], msg: words, type: 'missing' }] }],
    ['a gateway of Azure or AWS', { statusCode: 400, message: words }],
    ['Cloudflare', { success: false, errors: [{ code: 7003, message: words }], result: null }],
    [
      'OpenRouter',
      {
        error: {
          message: 'Provider returned error',
          code: 400,
          metadata: { raw: JSON.stringify({ error: { message: words } }), provider_name: 'Acme' },
        },
      },
    ],
    [
      'OpenRouter with a text',
      { error: { message: 'Provider returned error', code: 400, metadata: { raw: words } } },
    ],
    [
      'LiteLLM',
      {
        error: {
          message: `litellm.BadRequestError: ${words}`,
          type: null,
          param: null,
          code: '400',
        },
      },
    ],
    ['Ollama', { error: words }],
    ['MiniMax', { base_resp: { status_code: 2013, status_msg: words } }],
    ['AWS', { Message: words, __type: 'ValidationException' }],
    ['an OAuth proxy', { error: 'invalid_request', error_description: words }],
    ['JSON in JSON', { error: { message: JSON.stringify({ error: { message: words } }) } }],
    ['a plain text', words],
    [
      'a page',
      `<!doctype html><html><head><title>400</title><style>b{}</style></head><body><h1>Bad</h1>${words}</body></html>`,
    ],
  ])('of %s stand in the failure', async (_, body) => {
    const { message } = await failureOf(400, body);

    expect(message).toContain(words);
    expect(message).not.toMatch(/<h1>|b\{\}/);
  });

  it('in angle brackets are words', async () => {
    const { message } = await failureOf(400, {
      error: { message: 'invalid type: <nil>; name it <name>:<tag>' },
    });

    expect(message).toContain('invalid type: <nil>; name it <name>:<tag>');
  });

  it.each([
    ['brackets', '<'.repeat(200_000)],
    ['scripts', '<html>' + '<script '.repeat(50_000)],
    ['keys', 'api key' + ' '.repeat(200_000)],
    ['lists in lists', '['.repeat(100_000)],
    [
      'a wide object',
      JSON.stringify({
        error: Object.fromEntries(
          Array.from({ length: 20_000 }, (_, at) => [`error${at}`, { message: 'x' }]),
        ),
      }),
    ],
  ])('of any length hold nobody up: %s', async (_, body) => {
    const { call } = await kitchenAt({
      api: 'chat',
      baseURL: await serving((_, response) => response.writeHead(400).end(body)),
    });
    let longest = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    onTestFinished(() => clearInterval(timer));

    await rejection(call(modelCall()));

    expect(longest).toBeLessThan(500);
  });
});

describe('an error that is told with status 200', () => {
  it.each([
    [
      'of credit',
      { error: { message: 'this key has no credits left', code: 402 } },
      'Model.Rejected',
      true,
    ],
    ['of a rate', { error: { message: 'slow down', code: 429 } }, 'Model.RateLimited', false],
    [
      'of overload',
      { id: null, choices: null, error: { message: 'overloaded', code: 503 } },
      'Model.Unavailable',
      false,
    ],
    ['without a code', { error: 'Unexpected endpoint or method.' }, 'Model.Unavailable', false],
    [
      'of the request',
      { object: 'error', message: 'bad', type: 'BadRequestError', code: 400 },
      'Model.Rejected',
      true,
    ],
    [
      'of a key',
      { code: 'InvalidApiKey', message: 'Invalid API-key provided.' },
      'Model.Rejected',
      true,
    ],
    ['in a list', [{ error: { code: 503, message: 'later' } }], 'Model.Unavailable', false],
  ])('%s is what its code says', async (_, body, type, nonRetryable) => {
    expect(await failureOf(200, body)).toMatchObject({ type, nonRetryable });
  });
});

describe('what the words mean, whatever the status', () => {
  it.each([
    [400, 'Your credit balance is too low to access the API', 'Model.Rejected', 'billing'],
    [403, 'Insufficient account balance', 'Model.Rejected', 'billing'],
    [429, 'You have run out of credits; add more credits', 'Model.Rejected', 'billing'],
    [400, "This model's maximum context length is 8192 tokens", 'Model.Rejected', 'threadTokens'],
    [
      500,
      'the request exceeds the available context size, try increasing it',
      'Model.Rejected',
      'threadTokens',
    ],
    [400, 'API key not valid. Please pass a valid API key.', 'Model.Rejected', 'HOUSE_KEY'],
    [400, "model 'x' not found, try pulling it first", 'Model.Rejected', 'check the model'],
    [403, 'Country, region, or territory not supported', 'Model.Rejected', 'region'],
    [403, 'rate limit exceeded', 'Model.RateLimited', 'concurrency'],
  ])('%i "%s"', async (status, message, type, advice) => {
    const failed = await failureOf(status, { error: { message } });

    expect(failed.type).toBe(type);
    expect(failed.message.split('To do:')[1]).toContain(advice);
  });
});

describe('when a server says to come back', () => {
  it.each([
    [{}, { wait: '9s' }, 9_000],
    [{}, { words: 'Please try again in 9s.' }, 9_000],
    [{}, { words: 'Please retry in 9.5s' }, 9_500],
    [{}, { words: 'Rate limit reached. Please try again in 1m2.5s. Visit …' }, 60_000],
    [{}, { words: 'Please try again in 600ms' }, 600],
    [{}, { words: 'retry after 20 seconds' }, 20_000],
    [{}, { words: 'Please wait 30 seconds and retry' }, 30_000],
    [{}, { wait: 20 }, 20_000],
    [{ 'retry-after': '3s' }, {}, 3_000],
    [{ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '2s' }, {}, 2_000],
    [{ 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '6m0s' }, {}, 60_000],
    [{ 'x-ratelimit-remaining-requests': '5', 'x-ratelimit-reset-requests': '2s' }, {}, undefined],
    [
      {
        'anthropic-ratelimit-requests-remaining': '0',
        'anthropic-ratelimit-requests-reset': new Date(5_000).toISOString(),
      },
      {},
      5_000,
    ],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1700000007' }, {}, 60_000],
    [{}, { words: 'there are 9s in it' }, undefined],
    [{}, {}, undefined],
  ])('%j %j is %s', (headers, said, expected) => {
    const found = retryAfterMs(new Headers(headers), { wait: undefined, words: '', ...said }, 0);

    expect(found).toBe(expected);
  });
});

describe('an answer on its way', () => {
  const good = JSON.stringify({
    choices: [{ message: { content: 'Yes.' }, finish_reason: 'stop' }],
  });

  it('may be compressed, though that was not asked for', async () => {
    const baseURL = await serving((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(good)),
    );
    const { call } = await kitchenAt({ api: 'chat', baseURL });

    expect(await call(modelCall())).toMatchObject({ content: 'Yes.' });
  });

  it('that leads elsewhere is not followed with the key', async () => {
    const seen: (string | undefined)[] = [];
    const elsewhere = await serving((request, response) => {
      seen.push(request.headers.authorization);
      response.end(good);
    });
    const failed = await failureOf(307, '', { location: elsewhere });

    expect(failed).toMatchObject({ type: 'Model.Rejected', nonRetryable: true });
    expect(failed.message).toContain('check the base URL');
    expect(seen).toEqual([]);
  });

  it('is read to 16 MB, and no further', async () => {
    let sent = 0;
    const baseURL = await serving((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const piece = 'x'.repeat(1024 * 1024);
      const send = () => {
        while (!response.destroyed && sent < 200) {
          sent += 1;
          if (!response.write(piece)) return void response.once('drain', send);
        }
      };
      send();
    });
    const { call } = await kitchenAt({ api: 'chat', baseURL });

    expect(await rejection(call(modelCall()))).toMatchObject({
      type: 'Payload.TooLarge',
      nonRetryable: true,
      message: expect.stringContaining('more than 16 MB'),
    });
    expect(sent).toBeLessThan(100);
  });

  it.each([
    ['breaks off', ['{"choices":[{"delta":{"content":"Ye"}}]}'], 'broke off before its end'],
    [
      'tells of an error',
      [
        '{"choices":[{"delta":{"content":"Ye"}}]}',
        '{"error":{"message":"upstream went away","code":502}}',
      ],
      'upstream went away',
    ],
  ])('as a stream that %s is tried again', async (_, events, said) => {
    const text = events.map((data) => `data: ${data}\n\n`).join('');
    const failed = await failureOf(200, text, { 'content-type': 'text/event-stream' });

    expect(failed).toMatchObject({ type: 'Model.Unavailable', nonRetryable: false });
    expect(failed.message).toContain(said);
  });

  it('as a stream needs neither [DONE] nor usage nor the end of the connection', async () => {
    const baseURL = await serving((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(': keep-alive\r\n\r\ndata: {"choices":[{"delta":{"content":"Ja"}}]}\r\n\r\n');
      response.write(
        'data: {"choices":[{"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1}}\n\n',
      );
    });
    const { call } = await kitchenAt({ api: 'chat', baseURL });

    expect(await call(modelCall())).toMatchObject({ content: 'Ja', problem: null });
  });
});

describe('a key that no request can carry', () => {
  it.each(['sk-abc…def', 'sk-abc\nsk-def', 'sk abc', 'sk-ключ'])(
    'is named by its variable: %j',
    async (apiKey) => {
      const { call } = await kitchenAt({ apiKey, baseURL: 'http://127.0.0.1:9/v1' });
      const failed = await rejection(call(modelCall()));

      expect(failed).toMatchObject({ type: 'Model.Rejected', nonRetryable: true });
      expect(String(failed)).toContain('HOUSE_KEY');
      expect(String(failed)).not.toContain(apiKey);
    },
  );
});
