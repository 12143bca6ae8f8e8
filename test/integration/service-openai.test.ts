import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServer, type ServiceServer } from '../../src/service/index.ts';
import { openaiPython } from '../support/openai-python.ts';
import { openServedWorld, type ServedWorld } from '../support/service-world.ts';

const run = promisify(execFile);
const agent = (name: string, more = {}) => ({ kind: 'agent', name, provider: 'chat', ...more });
const teams = {
  tea: agent('Ann'),
  line: { kind: 'pipeline', name: 'Line', steps: [agent('Ann'), agent('Bob')] },
  all: { kind: 'parallel', name: 'All', agents: [agent('Ann'), agent('Bob')] },
  failing: agent('Failing'),
  broken: { kind: 'agent' },
};
const annToken = 'ann-0123456789abcdef';
const anyToken = 'any-0123456789abcdef';

let world: ServedWorld;
/** Another process would be one that knows nothing of what the first was asked. */
let second: ServiceServer;
let openai: OpenAI;
let folder: string;
let python: ReturnType<typeof openaiPython>;
beforeAll(async () => {
  python = openaiPython(); // it may have to be installed: the other tests run meanwhile
  folder = mkdtempSync(join(tmpdir(), 'durable-agents-openai-'));
  for (const [name, spec] of Object.entries(teams))
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(spec));
  const options = {
    teams: folder,
    heartbeatMs: 200,
    cancelAfterMs: 300,
    tokens: [{ token: anyToken }, { token: annToken, user: 'ann' }],
    log: () => undefined,
  };
  world = await openServedWorld(options);
  second = await createServer(world.client, { port: 0, ...options });
  openai = clientOf(world.server.url);
});
afterAll(async () => {
  await second.close();
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

function clientOf(url: string, more: ConstructorParameters<typeof OpenAI>[0] = {}): OpenAI {
  return new OpenAI({ baseURL: `${url}/v1`, apiKey: anyToken, ...more });
}

const hello: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: 'Hi' }];

/** What is streamed, and what tells of it. */
async function read(stream: AsyncIterable<OpenAI.ChatCompletionChunk>) {
  const chunks: OpenAI.ChatCompletionChunk[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  const pieces = chunks.flatMap(({ choices }) => choices[0]?.delta.content || []);
  const finish = chunks.flatMap(({ choices }) => choices[0]?.finish_reason ?? []);
  return { pieces, text: pieces.join(''), finish, usage: chunks.at(-1)?.usage };
}

async function refusalOf(asked: Promise<unknown>): Promise<InstanceType<typeof OpenAI.APIError>> {
  const error: unknown = await asked.then(
    () => new Error('it was answered'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof OpenAI.APIError) return error;
  throw error;
}

const runIdOf = (response: Pick<Response, 'headers'>) => response.headers.get('x-run-id') ?? '';

describe('a team as a model', () => {
  it('is listed by its name, unless it cannot be read', async () => {
    const ids = (await openai.models.list()).data.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['tea', 'line', 'all', 'research-team']));
    expect(ids).not.toContain('broken');
    expect(await openai.models.retrieve('tea')).toMatchObject({ id: 'tea', object: 'model' });
  });

  it('answers with the content of its run, the usage of all its calls, and the id of the run', async () => {
    world.cast({ Ann: 'A draft.', Bob: 'An answer.' });
    const { data, response } = await openai.chat.completions
      .create({ model: 'line', messages: hello, temperature: 0.3, max_tokens: 5 })
      .withResponse();
    expect(data).toMatchObject({ object: 'chat.completion', model: 'line' });
    expect(data.choices).toMatchObject([
      { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'An answer.' } },
    ]);
    expect(data.usage).toMatchObject({
      prompt_tokens: 20,
      completion_tokens: 10,
      total_tokens: 30,
    });
    const result = await world.client.handle(runIdOf(response)).result();
    expect(result).toMatchObject({ success: true, content: 'An answer.' });
  });

  it('is told the earlier messages, and whose they are', async () => {
    world.cast({ Ann: 'You are Ann.' });
    await openai.chat.completions.create({
      model: 'tea',
      user: 'ann',
      messages: [
        { role: 'system', content: 'Answer in one line.' },
        { role: 'user', content: 'I am Ann.' },
        { role: 'assistant', content: 'Hello.' },
        { role: 'user', content: [{ type: 'text', text: 'Who am I?' }] },
      ],
    });
    const [asked] = world.askedBy('Ann');
    expect(asked?.system).toContain(
      '[system]\nAnswer in one line.\n\n[user]\nI am Ann.\n\n[assistant]\nHello.',
    );
    expect(asked?.messages.at(-1)?.content).toMatch(/^Who am I\?/);
  });

  it('goes on with the thread that metadata names', async () => {
    world.cast({ Ann: ['Noted.', 'Tea.'] });
    const metadata = { thread: 'tea-talk' };
    const say = (content: string) =>
      openai.chat.completions.create({
        model: 'tea',
        metadata,
        messages: [{ role: 'user', content }],
      });
    await say('I like tea.');
    await say('What do I like?');
    const texts = world.askedBy('Ann')[1]?.messages.map(({ content }) => content) ?? [];
    expect(texts.join('\n')).toMatch(/I like tea\.[\s\S]*Noted\.[\s\S]*What do I like\?/);
  });
});

describe('a streamed answer', () => {
  it('is what the last step says, while it says it, with the usage at the end', async () => {
    const pace = { characters: 4, everyMs: 120 };
    world.cast({ Ann: 'A draft.', Bob: { text: 'An answer in pieces.', delayMs: 500, pace } });
    const stream = await openai.chat.completions.create({
      model: 'line',
      messages: hello,
      stream: true,
      stream_options: { include_usage: true },
    });
    const { pieces, text, finish, usage } = await read(stream);
    expect(text).toBe('An answer in pieces.');
    expect(pieces.length).toBeGreaterThan(1);
    expect(finish).toEqual(['stop']);
    expect(usage?.total_tokens).toBe(30);
  });

  it('comes in one piece where several speak at once', async () => {
    world.cast({ Ann: 'Tea.', Bob: 'Coffee.' });
    const stream = openai.chat.completions.create({ model: 'all', messages: hello, stream: true });
    const { pieces, text, usage } = await read(await stream);
    expect(pieces).toHaveLength(1);
    expect(text).toMatch(/Tea\.[\s\S]*Coffee\./);
    expect(usage).toBeUndefined();
  });

  it('shows signs of life, and ends with the mark that clients wait for', async () => {
    world.cast({ Ann: { text: 'Tea.', delayMs: 700 } });
    const body = { model: 'tea', messages: hello, stream: true };
    const headers = { authorization: `Bearer ${anyToken}` };
    const answer = await world.call('POST', '/v1/chat/completions', body, headers);
    expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(runIdOf(answer)).toMatch(/^chat-/);
    const text = await answer.text();
    expect(text).toMatch(/^data: .*"role":"assistant"/);
    expect(text).toMatch(/^:/m);
    expect(text).toMatch(/data: \[DONE\]\n\n$/);
  });

  it('goes on where a turn that begins again says the same', async () => {
    const text = 'An answer that is cut off in the middle of a word.';
    const pace = { characters: 4, everyMs: 60 };
    world.cast({
      Ann: [
        { text, cut: true, pace },
        { text, pace },
      ],
    });
    const stream = openai.chat.completions.create({ model: 'tea', messages: hello, stream: true });
    expect((await read(await stream)).text).toBe(text);
    expect(world.askedBy('Ann')).toHaveLength(2);
  });

  it('ends with an error that names the run where it says something else', async () => {
    const pace = { characters: 4, everyMs: 60 };
    const first = { text: 'An answer that is cut off in the middle.', cut: true, pace } as const;
    world.cast({ Ann: [first, 'Something else.'] });
    const { data, response } = await openai.chat.completions
      .create({ model: 'tea', messages: hello, stream: true })
      .withResponse();
    const error = await refusalOf(read(data));
    expect(error).toMatchObject({ code: 'answer_replaced', type: 'server_error' });
    expect(error.message).toContain(runIdOf(response));
    const result = await world.client.handle(runIdOf(response)).result();
    expect(result).toMatchObject({ success: true, content: 'Something else.' });
  });
});

describe('errors', () => {
  it.each([
    ['a team that is none', { model: 'nobody' }, OpenAI.NotFoundError, 'model', 'model_not_found'],
    ['several answers', { n: 2 }, OpenAI.BadRequestError, 'n', 'unsupported_parameter'],
    ['no messages', { messages: [] }, OpenAI.BadRequestError, 'messages', 'Input.Invalid'],
    [
      'a thread that cannot be one',
      { metadata: { thread: 'a\nb' } },
      OpenAI.BadRequestError,
      null,
      'Input.Invalid',
    ],
  ])('say what is wrong with %s', async (_, more, type, param, code) => {
    const request = { model: 'tea', messages: hello, ...more };
    const error = await refusalOf(openai.chat.completions.create(request));
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({ type: 'invalid_request_error', code });
    if (param !== null) expect(error.param).toBe(param);
  });

  it('say that a token is wrong', async () => {
    const stranger = clientOf(world.server.url, { apiKey: 'sk-of-somebody-else' });
    const error = await refusalOf(
      stranger.chat.completions.create({ model: 'tea', messages: hello }),
    );
    expect(error).toBeInstanceOf(OpenAI.AuthenticationError);
  });

  it('of a run are told once, with its type and the id of the run', async () => {
    world.cast({ Failing: { status: 400, error: 'no such thing' } });
    const error = await refusalOf(
      openai.chat.completions.create({ model: 'failing', messages: hello }),
    );
    expect(error).toBeInstanceOf(OpenAI.InternalServerError);
    expect(error.code).toBe('Model.Rejected');
    const id = error.headers?.get('x-run-id') ?? '';
    expect(error.message).toContain(id);
    expect(world.askedBy('Failing')).toHaveLength(1);
    expect(await world.client.handle(id).result()).toMatchObject({ success: false });
  });

  it('of a run end its stream', async () => {
    world.cast({ Failing: { status: 400, error: 'no such thing' } });
    const stream = await openai.chat.completions.create({
      model: 'failing',
      messages: hello,
      stream: true,
    });
    expect(await refusalOf(read(stream))).toMatchObject({ code: 'Model.Rejected' });
  });
});

describe('a request that is made again', () => {
  const headers = { 'idempotency-key': 'order-1' };

  it('with the same key reads the answer of the same run, whoever serves it', async () => {
    world.cast({ Ann: { text: 'Tea.', delayMs: 300 } });
    const request = { model: 'tea', messages: hello } as const;
    const asked = [openai, openai, clientOf(second.url)].map((client) =>
      client.chat.completions.create(request, { headers }).withResponse(),
    );
    const answers = await Promise.all(asked);
    expect(new Set(answers.map(({ response }) => runIdOf(response))).size).toBe(1);
    expect(answers.map(({ data }) => data.choices[0]?.message.content)).toEqual(
      Array.from({ length: 3 }, () => 'Tea.'),
    );
    expect(world.askedBy('Ann')).toHaveLength(1);
  });

  it('with the same key and another question is refused at once', async () => {
    world.cast({ Ann: 'Coffee.' });
    const messages: typeof hello = [{ role: 'user', content: 'Another one' }];
    for (const client of [openai, clientOf(second.url)]) {
      const asked = client.chat.completions.create({ model: 'tea', messages }, { headers });
      expect(await refusalOf(asked)).toBeInstanceOf(OpenAI.ConflictError);
    }
    expect(world.askedBy('Ann')).toHaveLength(0);
  });

  it('without a key is another question', async () => {
    world.cast({ Ann: 'Tea.' });
    const ask = () => openai.chat.completions.create({ model: 'tea', messages: hello });
    await Promise.all([ask(), ask()]);
    expect(world.askedBy('Ann')).toHaveLength(2);
  });

  it.each([
    ['by the same service', () => world.server.url],
    ['by another one', () => second.url],
  ])('by an official client that has lost its answer is answered %s', async (_, next) => {
    world.cast({ Ann: 'Tea.' });
    const runs: string[] = [];
    const losing: typeof fetch = async (input, init) => {
      const url = String(input instanceof Request ? input.url : input);
      const isFirst = runs.length === 0;
      const to = isFirst ? url : url.replace(world.server.url, next());
      const answer = await fetch(to, init);
      runs.push(runIdOf(answer));
      await answer.clone().text();
      if (isFirst) throw new TypeError('the connection was lost');
      return answer;
    };
    const client = clientOf(world.server.url, { fetch: losing });
    // a question of its own: the one before may not be taken for it
    const messages: typeof hello = [{ role: 'user', content: `Hi, ${next()}` }];
    const answer = await client.chat.completions.create({ model: 'tea', messages });
    expect(answer.choices[0]?.message.content).toBe('Tea.');
    expect(runs).toHaveLength(2);
    expect(new Set(runs).size).toBe(1);
    expect(world.askedBy('Ann')).toHaveLength(1);
  });
});

describe('when the client goes away', () => {
  const slow = { text: 'A long answer, in many pieces.', pace: { characters: 2, everyMs: 60 } };
  const late = { text: 'Too late.', delayMs: 60_000 };

  async function goAway(stream: boolean, headers: Record<string, string> = {}): Promise<string> {
    const leaving = new AbortController();
    const asked = openai.chat.completions
      .create(
        { model: 'tea', messages: hello, stream },
        { headers, signal: leaving.signal, maxRetries: 0 },
      )
      .withResponse();
    const gone = asked.then(
      async ({ data }) => {
        for await (const _ of data as AsyncIterable<unknown>) continue;
      },
      () => undefined,
    );
    await world.untilAsked(1);
    const running = () => world.client.runs.list({ status: 'running', limit: 1 });
    await expect.poll(running).toHaveLength(1);
    const [left] = await running();
    leaving.abort();
    await gone.catch(() => undefined);
    return left?.id ?? '';
  }

  it.each([true, false])('its run is cancelled a while after (stream: %s)', async (stream) => {
    world.cast({ Ann: late });
    const id = await goAway(stream);
    const result = await world.client.handle(id).result();
    expect(result.error?.type).toBe('Run.Cancelled');
  });

  it.each([true, false])('its run goes on where it is detached (stream: %s)', async (stream) => {
    world.cast({ Ann: slow });
    const id = await goAway(stream, { 'x-detach': 'true' });
    const result = await world.client.handle(id).result();
    expect(result).toMatchObject({ success: true, content: slow.text });
  });

  it('its run goes on where the client comes back in time', async () => {
    world.cast({ Ann: slow });
    const headers = { 'idempotency-key': 'comes-back' };
    const request = { model: 'tea', messages: hello, stream: true } as const;
    const first = await openai.chat.completions.create(request, { headers });
    for await (const chunk of first) if (chunk.choices[0]?.delta.content) break;
    const again = await openai.chat.completions.create(request, { headers });
    expect((await read(again)).text).toBe(slow.text);
    expect(world.askedBy('Ann')).toHaveLength(1);
  });
});

it("belongs to the user of a token, whatever 'user' says", async () => {
  world.cast({ Ann: 'Hello Ann.' });
  const ann = clientOf(world.server.url, { apiKey: annToken });
  const asked = ann.chat.completions.create({ model: 'tea', messages: hello, user: 'bob' });
  const { response } = await asked.withResponse();
  const ofAnn = await world.client.runs.list({ user: 'ann', limit: 1 });
  expect(ofAnn.map(({ id }) => id)).toEqual([runIdOf(response)]);
});

it('goes on with its runs when the service stops, and says so', async () => {
  const stopping = await createServer(world.client, { port: 0, teams: folder, cancelAfterMs: 0 });
  world.cast({ Ann: { text: 'Tea.', delayMs: 1_000 } });
  const client = clientOf(stopping.url, { maxRetries: 0 });
  const stream = client.chat.completions.create({ model: 'tea', messages: hello, stream: true });
  const plain = client.chat.completions.create({ model: 'tea', messages: hello });
  const [streamed, refused] = [refusalOf(stream.then(read)), refusalOf(plain)];
  await world.untilAsked(2);
  await stopping.close();
  expect(await refused).toMatchObject({ status: 503 });
  expect((await streamed).code).toBe('Service.Unavailable');
  const id = (await refused).headers?.get('x-run-id') ?? '';
  expect(await world.client.handle(id).result()).toMatchObject({ content: 'Tea.' });
});

it("serves OpenAI's Python client as well", { timeout: 240_000 }, async ({ skip }) => {
  const found = await python;
  if ('missing' in found) return skip(found.missing);
  world.cast({
    Ann: 'A draft.',
    Bob: 'Ünïcödé \u{1F375}, an answer.',
    Failing: { status: 400, error: 'no such thing' },
  });
  const script = fileURLToPath(new URL('../support/openai-client.py', import.meta.url));
  const { stdout } = await run(found.python, [script, `${world.server.url}/v1`, anyToken]);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { name: string });
  const got = Object.fromEntries(lines.map(({ name, ...told }) => [name, told]));
  const whole = { finish: 'stop', tokens: 30 };
  expect(got).toEqual({
    models: { ids: expect.arrayContaining(['tea', 'line']) },
    plain: {
      content: 'Ünïcödé \u{1F375}, an answer.',
      run: expect.stringMatching(/^chat-/),
      ...whole,
    },
    streamed: { text: 'Ünïcödé \u{1F375}, an answer.', ...whole },
    unknown: { error: 'NotFoundError', code: 'model_not_found', param: 'model' },
    several: { error: 'BadRequestError', code: 'unsupported_parameter', param: 'n' },
    failing: { error: 'InternalServerError', code: 'Model.Rejected', param: null },
    failed_stream: { error: 'APIError', message: expect.stringMatching(/\(run chat-/) },
  });
  expect(world.askedBy('Failing')).toHaveLength(2);
});
