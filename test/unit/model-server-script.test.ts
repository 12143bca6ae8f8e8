import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { startModelServer } from '../../src/simulated-model/index.ts';
import { askChat, askMessages, askResponses, serveModel } from '../support/model-apis.ts';

it('A list is played in the order requests arrive, whatever the API.', async () => {
  const model = await serveModel({ script: ['one', { text: 'two' }, 'three'] });
  const heard = [
    await askChat(model, { user: 'hi' }),
    await askMessages(model, { user: 'hi' }),
    await askResponses(model, { user: 'hi' }),
  ];
  expect(heard.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
  expect(model.server.requests.map(({ api }) => api)).toEqual(['chat', 'messages', 'responses']);
  expect(model.server.exhausted).toBe(false);
  expect(() => model.server.assertDone()).not.toThrow();
});

it('A list that runs out answers 400, records the request, and fails the test that asks.', async () => {
  const model = await serveModel({ script: ['one', 'two'] });
  await askChat(model, { user: 'a' });
  await askChat(model, { user: 'b' });
  await expect(askChat(model, { user: 'c' })).rejects.toMatchObject({
    status: 400,
    message: expect.stringContaining('the script ran out after 2 replies'),
  });
  expect(model.server.requests.at(-1)?.messages).toEqual([{ role: 'user', content: 'c' }]);
  expect(model.server.exhausted).toBe(true);
  expect(() => model.server.assertDone()).toThrow('ran out after 2 replies, and was asked for 3');
});

it('A list with replies left fails the test that asks.', async () => {
  const model = await serveModel({ script: ['one', 'two'] });
  await askChat(model, { user: 'a' });
  expect(model.server.exhausted).toBe(false);
  expect(() => model.server.assertDone()).toThrow('has 2 replies, 1 of them were used');
});

it('A function chooses by what was asked, and by how many came before.', async () => {
  const model = await serveModel({
    script: async (request, index) => `${index}: ${request.messages.at(-1)?.content}`,
  });
  expect((await askMessages(model, { user: 'first' })).text).toBe('0: first');
  expect((await askResponses(model, { user: 'second' })).text).toBe('1: second');
});

it('A function that throws answers 400 with its message, and fails the test that asks.', async () => {
  const model = await serveModel({
    script: () => {
      throw new Error('no reply for this one');
    },
  });
  await expect(askChat(model, { user: 'hi' })).rejects.toMatchObject({
    status: 400,
    message: expect.stringContaining('no reply for this one'),
  });
  expect(() => model.server.assertDone()).toThrow('the script threw');
});

it('The latency may depend on the request.', async () => {
  const model = await serveModel({
    script: () => 'a',
    latencyMs: (request) => (request.messages[0]?.content === 'slow' ? 300 : 0),
  });
  const took = async (user: string) => {
    const startedAt = performance.now();
    await askChat(model, { user });
    return performance.now() - startedAt;
  };
  await took('warm up');
  expect(await took('slow')).toBeGreaterThanOrEqual(295);
  expect(await took('quick')).toBeLessThan(250);
});

it('Closing ends active sockets at once, and again does nothing.', async () => {
  const model = await serveModel({ script: [{ hang: true }, { text: 'a', delayMs: 60_000 }] });
  const asked = Promise.allSettled([askChat(model, { user: 'a' }), askChat(model, { user: 'b' })]);
  await vi.waitFor(() => expect(model.server.requests).toHaveLength(2));
  const startedAt = performance.now();
  await model.server.close();
  await model.server.close();
  expect(performance.now() - startedAt).toBeLessThan(2000);
  expect((await asked).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await sleep(50);
  expect(model.server.requests.map(({ endedBy }) => endedBy)).toEqual([null, null]);
});

it('A port can be chosen, and a taken one is an error.', async () => {
  const { server } = await serveModel({ script: [] });
  const port = Number(new URL(server.url).port);
  await expect(startModelServer({ port })).rejects.toThrow('EADDRINUSE');
  await server.close();
  const second = await startModelServer({ port });
  await second.close();
  expect(second.url).toBe(server.url);
});

it('A thousand requests, one after the other, take a few seconds of the processor at most.', async () => {
  const model = await serveModel({ script: (_, index) => `reply ${index}` });
  const before = process.cpuUsage();
  for (let index = 0; index < 1000; index++) {
    const { text } = await askResponses(model, { user: `question ${index}` });
    if (text !== `reply ${index}`) throw new Error(`expected reply ${index}, got ${text}`);
  }
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1_000_000).toBeLessThan(10);
  expect(model.server.requests).toHaveLength(1000);
}, 60_000);

it('A hundred requests at once get a reply each, and none gets another one’s.', async () => {
  const model = await serveModel({
    script: ({ messages }) => ({ text: `re: ${messages[0]?.content}`, delayMs: 20 }),
  });
  const users = Array.from({ length: 100 }, (_, index) => `question ${index}`);
  const heard = await Promise.all(users.map((user) => askMessages(model, { user, stream: true })));
  expect(heard.map(({ text }) => text)).toEqual(users.map((user) => `re: ${user}`));
});
