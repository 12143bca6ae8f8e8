import { ConflictError } from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServiceServer } from '../../src/service/index.ts';
import {
  annToken,
  clientOf,
  hello,
  openOpenAIWorld,
  type OpenAIWorld,
  read,
  refusalOf,
  runIdOf,
} from '../support/openai-world.ts';

let world: OpenAIWorld;
/** Another process would be one that knows nothing of what the first was asked. */
let second: ServiceServer;
beforeAll(async () => {
  world = await openOpenAIWorld();
  second = await world.serve();
});
afterAll(async () => {
  await second.close();
  await world.close();
});

it("belongs to the user of a token, whatever 'user' says", async () => {
  world.cast({ Ann: 'Hello Ann.' });
  const ann = clientOf(world.server.url, { apiKey: annToken });
  const asked = ann.chat.completions.create({ model: 'tea', messages: hello, user: 'bob' });
  const { response } = await asked.withResponse();
  const ofAnn = await world.client.runs.list({ user: 'ann', limit: 1 });
  expect(ofAnn.map(({ id }) => id)).toEqual([runIdOf(response)]);
});

describe('a request that is made again', () => {
  const headers = { 'idempotency-key': 'order-1' };

  it('with the same key reads the answer of the same run, whoever serves it', async () => {
    world.cast({ Ann: { text: 'Tea.', delayMs: 300 } });
    const request = { model: 'tea', messages: hello } as const;
    const asked = [world.openai, world.openai, clientOf(second.url)].map((client) =>
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
    for (const client of [world.openai, clientOf(second.url)]) {
      const asked = client.chat.completions.create({ model: 'tea', messages }, { headers });
      expect(await refusalOf(asked)).toBeInstanceOf(ConflictError);
    }
    expect(world.askedBy('Ann')).toHaveLength(0);
  });

  it('without a key is another question', async () => {
    world.cast({ Ann: 'Tea.' });
    const ask = () => world.openai.chat.completions.create({ model: 'tea', messages: hello });
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
    const asked = world.openai.chat.completions
      .create(
        { model: 'tea', messages: hello, stream },
        { headers, signal: leaving.signal, maxRetries: 0 },
      )
      .withResponse();
    const gone = asked.then(async ({ data }) => await read(data as never)).catch(() => undefined);
    await world.untilAsked(1);
    const running = () => world.client.runs.list({ status: 'running', limit: 1 });
    await expect.poll(running).toHaveLength(1);
    const [left] = await running();
    leaving.abort();
    await gone;
    return left?.id ?? '';
  }

  it.each([true, false])('its run is cancelled a while after (stream: %s)', async (stream) => {
    world.cast({ Ann: late });
    const id = await goAway(stream);
    const result = await world.client.handle(id).result();
    expect(result.error?.type).toBe('Run.Cancelled');
  });

  it.each([
    ['the same service', () => world.server.url],
    ['another one', () => second.url],
  ])('who asks again when its run is cancelled is asked anew by %s', async (_, url) => {
    world.cast({ Ann: [late, 'In time.'] });
    const id = await goAway(false);
    await world.client.handle(id).result();
    const again = clientOf(url(), { defaultHeaders: { 'x-stainless-retry-count': '1' } });
    const asked = again.chat.completions.create({ model: 'tea', messages: hello, stream: false });
    const { data, response } = await asked.withResponse();
    expect(data.choices[0]?.message.content).toBe('In time.');
    expect(runIdOf(response)).not.toBe(id);
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
    const first = await world.openai.chat.completions.create(request, { headers });
    for await (const chunk of first) if (chunk.choices[0]?.delta.content) break;
    const again = await world.openai.chat.completions.create(request, { headers });
    expect((await read(again)).text).toBe(slow.text);
    expect(world.askedBy('Ann')).toHaveLength(1);
  });
});

it('leaves a run alone that another client still reads', async () => {
  const pace = { characters: 2, everyMs: 80 }; // for much longer than a run without readers is kept
  world.cast({ Ann: { text: 'An answer in many pieces.', pace } });
  const headers = { 'idempotency-key': 'read-by-two' };
  const request = { model: 'tea', messages: hello, stream: true } as const;
  const leaving = await world.openai.chat.completions.create(request, { headers });
  const staying = await world.openai.chat.completions.create(request, { headers });
  for await (const chunk of leaving) if (chunk.choices[0]?.delta.content) break;
  expect(await read(staying)).toMatchObject({ text: 'An answer in many pieces.' });
  expect(world.askedBy('Ann')).toHaveLength(1);
});

it('goes on with its runs when the service stops, and says so', async () => {
  const stopping = await world.serve({ cancelAfterMs: 0 });
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
