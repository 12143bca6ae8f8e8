import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { AuthenticationError, BadRequestError, InternalServerError, NotFoundError } from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blocksOf } from '../package/snippets/blocks.ts';
import { losingProxy } from '../support/losing-proxy.ts';
import { openaiPython } from '../support/openai-python.ts';
import {
  anyToken,
  clientOf,
  hello,
  openOpenAIWorld,
  type OpenAIWorld,
  read,
  refusalOf,
  runIdOf,
} from '../support/openai-world.ts';

const run = promisify(execFile);

let world: OpenAIWorld;
let python: ReturnType<typeof openaiPython>;
beforeAll(async () => {
  python = openaiPython(); // it may have to be installed: the other tests run meanwhile
  world = await openOpenAIWorld();
});
afterAll(() => world.close());

const streamOf = (model: string) =>
  world.openai.chat.completions.create({ model, messages: hello, stream: true });

describe('a team as a model', () => {
  it('is listed by its name, unless it cannot be read', async () => {
    const ids = (await world.openai.models.list()).data.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['tea', 'line', 'all', 'research-team']));
    expect(ids).not.toContain('broken');
    expect(await world.openai.models.retrieve('tea')).toMatchObject({ id: 'tea', object: 'model' });
  });

  it('answers with the content of its run, the usage of all its calls, and the id of the run', async () => {
    world.cast({ Ann: 'A draft.', Bob: 'An answer.' });
    const { data, response } = await world.openai.chat.completions
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
    await world.openai.chat.completions.create({
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
      world.openai.chat.completions.create({
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
    const stream = await world.openai.chat.completions.create({
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
    const stream = streamOf('all');
    const { pieces, text, usage } = await read(await stream);
    expect(pieces).toHaveLength(1);
    expect(text).toMatch(/Tea\.[\s\S]*Coffee\./);
    expect(usage).toBeUndefined();
  });

  it('shows signs of life, and ends with the mark that clients wait for', async () => {
    world.cast({ Ann: { text: 'Tea.', delayMs: 700 } });
    const answer = await fetch(`${world.server.url}/v1/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ model: 'tea', messages: hello, stream: true }),
      headers: { authorization: `Bearer ${anyToken}`, 'content-type': 'application/json' },
    });
    expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(runIdOf(answer)).toMatch(/^chat-/);
    const text = await answer.text();
    expect(text).toMatch(/^data: .*"role":"assistant"/);
    expect(text).toMatch(/^:/m);
    expect(text).toMatch(/data: \[DONE\]\n\n$/);
  });

  it('sets what is said before a tool call apart from what is said behind it', async () => {
    const toolCalls = [{ name: 'remember', arguments: { key: 'drink', value: 'tea' } }];
    world.cast({ Ann: [{ text: 'Let me note that.', toolCalls }, 'Noted.'] });
    const request = { model: 'tea', messages: hello, user: 'zoe', stream: true } as const;
    const { text } = await read(await world.openai.chat.completions.create(request));
    expect(text).toBe('Let me note that.\n\nNoted.');
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
    expect((await read(await streamOf('tea'))).text).toBe(text);
    expect(world.askedBy('Ann')).toHaveLength(2);
  });

  it('ends with an error that names the run where it says something else', async () => {
    const pace = { characters: 4, everyMs: 60 };
    const first = { text: 'An answer that is cut off in the middle.', cut: true, pace } as const;
    world.cast({ Ann: [first, 'Something else.'] });
    const { data, response } = await streamOf('tea').withResponse();
    const error = await refusalOf(read(data));
    expect(error).toMatchObject({ code: 'answer_replaced', type: 'server_error' });
    expect(error.message).toContain(runIdOf(response));
    const result = await world.client.handle(runIdOf(response)).result();
    expect(result).toMatchObject({ success: true, content: 'Something else.' });
  });
});

describe('errors', () => {
  it.each([
    ['a team that is none', { model: 'nobody' }, { param: 'model', code: 'model_not_found' }],
    ['several answers', { n: 2 }, { param: 'n', code: 'unsupported_parameter' }],
    ['no messages', { messages: [] }, { param: 'messages', code: 'Input.Invalid' }],
    [
      'a thread that cannot be one',
      { metadata: { thread: 'a\nb' } },
      { param: 'metadata.thread', code: 'Input.Invalid' },
    ],
  ])('say what is wrong with %s', async (_, more, told) => {
    const request = { model: 'tea', messages: hello, ...more };
    const error = await refusalOf(world.openai.chat.completions.create(request));
    expect(error).toBeInstanceOf(told.param === 'model' ? NotFoundError : BadRequestError);
    expect(error).toMatchObject({ type: 'invalid_request_error', ...told });
  });

  it('say that a token is wrong', async () => {
    const stranger = clientOf(world.server.url, { apiKey: 'sk-of-somebody-else' });
    const error = await refusalOf(
      stranger.chat.completions.create({ model: 'tea', messages: hello }),
    );
    expect(error).toBeInstanceOf(AuthenticationError);
  });

  it('of a run are told once, with its type and the id of the run', async () => {
    world.cast({ Failing: { status: 400, error: 'no such thing' } });
    const error = await refusalOf(
      world.openai.chat.completions.create({ model: 'failing', messages: hello }),
    );
    expect(error).toBeInstanceOf(InternalServerError);
    expect(error.code).toBe('Model.Rejected');
    const id = error.headers?.get('x-run-id') ?? '';
    expect(error.message).toContain(id);
    expect(world.askedBy('Failing')).toHaveLength(1);
    expect(await world.client.handle(id).result()).toMatchObject({ success: false });
  });

  it('of a run end its stream', async () => {
    world.cast({ Failing: { status: 400, error: 'no such thing' } });
    const asked = streamOf('failing').then(read);
    expect(await refusalOf(asked)).toMatchObject({ code: 'Model.Rejected' });
  });
});

describe("OpenAI's Python client", { timeout: 240_000 }, () => {
  const script = fileURLToPath(new URL('../support/openai-client.py', import.meta.url));
  it('is served as well', async ({ skip }) => {
    const found = await python;
    if ('missing' in found) return skip(found.missing);
    world.cast({
      Ann: 'A draft.',
      Bob: 'Ünïcödé \u{1F375}, an answer.',
      Failing: { status: 400, error: 'no such thing' },
    });
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

  it('asks again when it has lost its answer, and reads the same run', async ({ skip }) => {
    const found = await python;
    if ('missing' in found) return skip(found.missing);
    world.cast({ Ann: 'A draft.', Bob: 'Asked once.' });
    await using proxy = await losingProxy(world.server.url);
    const { stdout } = await run(found.python, [script, `${proxy.url}/v1`, anyToken, 'plain']);
    expect(JSON.parse(stdout)).toMatchObject({ content: 'Asked once.', run: proxy.seen[0]?.run });
    expect(proxy.seen.map(({ headers }) => headers['x-stainless-retry-count'])).toEqual(['0', '1']);
    expect(world.askedBy('Bob')).toHaveLength(1);
  });

  it('runs as docs/team-as-model.md shows', async ({ skip }) => {
    const found = await python;
    if ('missing' in found) return skip(found.missing);
    const [block] = blocksOf('docs/team-as-model.md').filter(
      ({ language }) => language === 'python',
    );
    const code = (block?.code ?? '')
      .replace('http://127.0.0.1:7654', world.server.url)
      .replace('"none"', JSON.stringify(anyToken));
    const { stdout } = await run(found.python, ['-c', code]);
    expect(stdout).toMatch(/\n\d+ tokens, of all agents together\n$/);
  });
});
