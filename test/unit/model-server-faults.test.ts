import { setTimeout as sleep } from 'node:timers/promises';
import { Anthropic } from '@anthropic-ai/sdk';
import { OpenAI } from 'openai';
import { describe, expect, it, vi } from 'vitest';
import { serveModel, ways, type ServedModel } from '../support/model-apis.ts';

/** The error a promise is rejected with. */
async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => {
      throw new Error(`expected a rejection, got ${JSON.stringify(value)}`);
    },
    (error: unknown) => error,
  );
}

const sdkOf = (api: string) => (api === 'messages' ? Anthropic : OpenAI);

describe.each(ways)('A fault ($way)', ({ api, ask, stream }) => {
  const Sdk = sdkOf(api);
  const fail = (model: ServedModel) => errorOf(ask(model, { user: 'hi', stream }));

  it('429 is a rate limit whose retry-after the SDK can read', async () => {
    const headers = { 'retry-after': '2' };
    const model = await serveModel({ script: [{ status: 429, headers, error: 'slow down' }] });
    const error = await fail(model);
    expect(error).toBeInstanceOf(Sdk.RateLimitError);
    expect((error as { headers: Headers }).headers.get('retry-after')).toBe('2');
    expect(String(error)).toContain('slow down');
  });

  it('is of the class the SDK has for its status, and names the request', async () => {
    const script = [400, 401, 403, 404, 409, 422, 500, 503, 529].map((status) => ({ status }));
    const model = await serveModel({ script });
    const classes = [
      Sdk.BadRequestError,
      Sdk.AuthenticationError,
      Sdk.PermissionDeniedError,
      Sdk.NotFoundError,
      Sdk.ConflictError,
      Sdk.UnprocessableEntityError,
      Sdk.InternalServerError,
      Sdk.InternalServerError,
      Sdk.InternalServerError,
    ];
    for (const [index, expected] of classes.entries()) {
      const error = await fail(model);
      expect(error).toBeInstanceOf(expected);
      expect(error).toMatchObject({ status: script[index]?.status, requestID: `req_${index}` });
    }
  });

  it('without a status is a 500', async () => {
    const error = await fail(await serveModel({ script: [{ error: 'boom' }] }));
    expect(error).toMatchObject({ status: 500, message: expect.stringContaining('boom') });
  });

  it('a malformed body is no reply', async () => {
    const error = await fail(await serveModel({ script: [{ malformed: true }] }));
    expect(String(error)).toMatch(/JSON|Unexpected token|Expected property/);
  });

  it('a cut reply is no reply, and was not ended by the client', async () => {
    const model = await serveModel({ script: [{ text: 'word '.repeat(500), cut: true }] });
    expect(String(await fail(model))).toMatch(/terminated|Connection error|Premature|other side/i);
    expect(model.server.requests[0]?.endedBy).toBe('reply');
  });
});

describe.each(ways)('A client that waits ($way)', ({ api, ask, stream }) => {
  const Sdk = sdkOf(api);

  it.each(['hang', 'stall'] as const)('a %s lasts until the client gives up', async (fault) => {
    const model = await serveModel({ script: [{ text: 'word '.repeat(50), [fault]: true }] });
    const abort = new AbortController();
    const error = errorOf(ask(model, { user: 'hi', stream, signal: abort.signal }));
    await vi.waitFor(() => expect(model.server.requests).toHaveLength(1));
    await sleep(50);
    expect(model.server.requests[0]).toMatchObject({ endedBy: null, endedAt: null });
    const abortedAt = Date.now();
    abort.abort();
    expect(String(await error)).toMatch(/abort/i);
    await expectClientEnd(model, abortedAt);
  });

  it('a delay is cut short by a client that leaves', async () => {
    const model = await serveModel({ script: [{ text: 'late', delayMs: 60_000 }] });
    const abort = new AbortController();
    const error = errorOf(ask(model, { user: 'hi', stream, signal: abort.signal }));
    await vi.waitFor(() => expect(model.server.requests).toHaveLength(1));
    const abortedAt = Date.now();
    abort.abort();
    expect(await error).toBeInstanceOf(Sdk.APIUserAbortError);
    await expectClientEnd(model, abortedAt);
  });

  it('a delay and the latency of the server add up', async () => {
    const model = await serveModel({ script: [{ text: 'a', delayMs: 60 }], latencyMs: 60 });
    const startedAt = performance.now();
    await ask(model, { user: 'hi', stream });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(115);
  });
});

async function expectClientEnd({ server }: ServedModel, abortedAt: number): Promise<void> {
  const [request] = server.requests;
  await vi.waitFor(() => expect(request?.endedBy).toBe('client'), { timeout: 200, interval: 5 });
  expect((request?.endedAt ?? Infinity) - abortedAt).toBeLessThan(200);
}

it('A stalled stream delivers its first half.', async () => {
  const { anthropic } = await serveModel({ script: [{ text: 'word '.repeat(100), stall: true }] });
  const pieces: string[] = [];
  const stream = anthropic.messages
    .stream({ model: 'm', max_tokens: 9, messages: [{ role: 'user', content: 'hi' }] })
    .on('text', (piece) => pieces.push(piece));
  const ended = errorOf(stream.finalMessage());
  await vi.waitFor(() => expect(pieces.length).toBeGreaterThan(5));
  await sleep(50);
  expect(pieces.join('').length).toBeLessThan(400);
  stream.abort();
  expect(await ended).toBeInstanceOf(Anthropic.APIUserAbortError);
});

it('An error can carry the code that tells an empty account from a busy minute.', async () => {
  const error = { message: 'no credit', code: 'insufficient_quota' };
  const { openai } = await serveModel({ script: [{ status: 429, error }] });
  const failed = await errorOf(openai.responses.create({ model: 'm', input: 'hi' }));
  expect(failed).toMatchObject({ status: 429, code: 'insufficient_quota' });
});

it('Anthropic errors have the type of their status.', async () => {
  const script = [{ status: 429 }, { status: 529 }, { status: 500 }, { status: 400 }];
  const { anthropic } = await serveModel({ script });
  const types = [];
  for (const _ of script) {
    const request = { model: 'm', max_tokens: 9, messages: [] };
    const error = await errorOf(anthropic.messages.create(request));
    types.push((error as InstanceType<typeof Anthropic.APIError>).type);
  }
  expect(types).toEqual([
    'rate_limit_error',
    'overloaded_error',
    'api_error',
    'invalid_request_error',
  ]);
});

it('An unknown path is a 404 that both SDKs understand.', async () => {
  const { openai, anthropic, server } = await serveModel({ script: [] });
  const embedding = openai.embeddings.create({ model: 'm', input: 'a' });
  expect(await errorOf(embedding)).toBeInstanceOf(OpenAI.NotFoundError);
  const file = anthropic.beta.files.list();
  expect(await errorOf(file)).toMatchObject({ status: 404, type: 'not_found_error' });
  expect(server.requests).toEqual([]);
});

it('A body that is no request of the API is a 400 that says what is wrong, and is not recorded.', async () => {
  const { server, anthropic } = await serveModel({ script: [] });
  const post = async (body: string) => {
    const reply = await fetch(`${server.url}/v1/responses`, { method: 'POST', body });
    return { status: reply.status, text: await reply.text() };
  };
  expect(await post('{"model"')).toMatchObject({
    status: 400,
    text: expect.stringMatching(/JSON/),
  });
  expect(await post('{"input":"hi"}')).toMatchObject({
    status: 400,
    text: expect.stringMatching(/model/),
  });
  const unlimited = { model: 'm', messages: [] } as unknown as Anthropic.MessageCreateParams;
  const error = await errorOf(anthropic.messages.create({ ...unlimited, stream: false }));
  expect(String(error)).toContain('max_tokens');
  expect(server.requests).toEqual([]);
});

it('A body over 32 MB is a 413.', async () => {
  const { server } = await serveModel({ script: ['small enough'] });
  const send = async (size: number) => {
    const body = JSON.stringify({ model: 'm', input: 'x'.repeat(size) });
    return (await fetch(`${server.url}/v1/responses`, { method: 'POST', body })).status;
  };
  expect(await send(33 * 1024 * 1024)).toBe(413);
  expect(await send(31 * 1024 * 1024)).toBe(200);
});
