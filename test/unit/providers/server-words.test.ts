import { describe, expect, it, onTestFinished } from 'vitest';
import { kitchenAt, modelCall, rejection } from '../activities/fixtures.ts';
import { failureOf, serving } from './failure-of.ts';

const words = 'the prompt is odd';

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
    [429, "would exceed your organization's monthly spend limit", 'Model.Rejected', 'billing'],
    [403, 'Sorry, your account balance is insufficient', 'Model.Rejected', 'billing'],
    [403, 'Key limit exceeded (monthly limit)', 'Model.Rejected', 'billing'],
    [401, 'Inactive subscription or usage limit reached', 'Model.Rejected', 'billing'],
    [403, 'Your input was flagged', 'Model.Rejected', 'change the input'],
    [400, 'Your request was rejected by our safety system.', 'Model.Rejected', 'change the input'],
    [403, 'Just a moment…', 'Model.Rejected', 'firewalls'],
    [400, 'Failed to load model "x". Error: Model loading was stopped', 'Model.Rejected', 'change'],
    [404, 'The model is not loaded. Load a model first.', 'Model.Rejected', 'check the model'],
    [
      429,
      'Request too large for gpt: Limit 30000, Requested 45000',
      'Model.Rejected',
      'threadTokens',
    ],
  ])('%i "%s"', async (status, message, type, advice) => {
    const failed = await failureOf(status, { error: { message } });

    expect(failed.type).toBe(type);
    expect(failed.message.split('To do:')[1]).toContain(advice);
  });
});
