import { CancelledFailure } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { requestHash } from '../../../src/activities/request-hash.ts';
import { createModelActivities } from '../../../src/activities/call-model.ts';
import { referTo } from '../../../src/core/content.ts';
import { historyLimitBytes, type ModelReply } from '../../../src/core/model-call.ts';
import { activityEnvironment, endpointAt, kitchen, modelCall, rejection } from './fixtures.ts';

const critic = { execution: 'exec', step: 'critic', number: 1 };

describe('a model call', () => {
  it('keeps the reply for when the database comes back: the provider is not asked again', async () => {
    const { server, store, activities, environment } = await kitchen(['It is good.']);
    const { ledger } = store;
    const complete = ledger.complete.bind(ledger);
    let failures = 2;
    store.ledger.complete = (call) =>
      failures-- > 0 ? Promise.reject(new Error('connection refused')) : complete(call);
    const reply = await environment.run(() => activities.callModel(modelCall()));
    expect(reply).toMatchObject({ content: 'It is good.' });
    expect(server.requests).toHaveLength(1);
  });

  it('returns the stored message, the usage, the price and what it took', async () => {
    const usage = { inputTokens: 1_000, outputTokens: 100 };
    const { call, store } = await kitchen([{ text: 'Gut – ja.', usage }]);

    const reply = await call(modelCall());

    expect(reply).toEqual({
      message: 'exec/critic#1',
      content: 'Gut – ja.',
      bytes: 11,
      toolCalls: [],
      model: 'gpt-5.4-mini',
      usage: { ...usage, cachedTokens: 0, reasoningTokens: 0, calls: 1 },
      cost: expect.closeTo((1_000 * 0.75 + 100 * 4.5) / 1e6, 12),
      simulated: false,
      durationMs: expect.any(Number),
      problem: null,
    });
    expect(await store.messages.read(['exec/critic#1'])).toEqual([
      { id: 'exec/critic#1', text: 'Gut – ja.' },
    ]);
  });

  it('that was completed before is answered from the ledger, and the provider is not asked', async () => {
    const { call, server } = await kitchen([{ text: 'no', stop: 'length' }]);

    const first = await call(modelCall());
    const again = await call(modelCall());

    expect(again).toEqual(first);
    expect(server.requests).toHaveLength(1);
  });
});

describe('a model call that was begun before', () => {
  it('is made when it asks something else by the same number, and both replies are kept', async () => {
    const { call, store } = await kitchen(['One.', 'Two.']);

    await call(modelCall());
    const other = await call(modelCall({ system: 'Another system.' }));

    expect(other.content).toBe('Two.');
    const stored = await store.messages.read(['exec/critic#1', other.message]);
    expect(stored.map(({ text }) => text)).toEqual(['One.', 'Two.']);
  });

  it('is made again when its worker died after the provider was asked', async () => {
    const { call, store, server } = await kitchen(['One.']);
    await store.ledger.start({
      ...critic,
      requestHash: requestHash(modelCall()),
      owner: modelCall().owner,
      agentName: 'Critic',
      provider: 'house',
      model: 'm',
      simulated: false,
      input: { after: null, messages: [] },
      workflowRun: 'run-id',
      path: 'exec/critic',
    });

    expect((await call(modelCall())).content).toBe('One.');
    expect(server.requests).toHaveLength(1);
  });

  it('has its reply, though its provider was set up anew and takes it no more', async () => {
    const { call, store, server } = await kitchen(['One.']);
    const warm = modelCall({}, { temperature: 0.5 });
    const first = await call(warm);
    const endpoint = endpointAt(server.url, { api: 'messages' });
    const anew = createModelActivities({ store, endpoint });

    expect(await activityEnvironment().run(() => anew.callModel(warm))).toEqual(first);
    const other = modelCall({ key: { ...critic, number: 2 } }, { temperature: 0.5 });
    const refused = rejection(activityEnvironment().run(() => anew.callModel(other)));
    expect(await refused).toMatchObject({ type: 'Input.Invalid' });
  });
});

describe('the texts of a model call', () => {
  it('are put in their places, escaped as asked for', async () => {
    const { call, store, server } = await kitchen(['Yes.']);
    await store.messages.put({
      id: 'long',
      author: 'Writer',
      role: 'assistant',
      content: '<plan> & more',
      run: 'run-1',
    });

    await call(
      modelCall({
        system: { parts: ['Plan: ', { message: 'long', bytes: 13, escape: 'xml' }] },
        messages: [{ role: 'user', text: referTo('long', 13) }],
      }),
    );

    expect(server.requests[0]).toMatchObject({
      system: 'Plan: &lt;plan&gt; &amp; more',
      messages: [{ role: 'user', content: '<plan> & more' }],
    });
  });

  it('that are in another store fail it with Message.Missing and says why', async () => {
    const { call, server } = await kitchen([]);

    const error = await rejection(
      call(modelCall({ messages: [{ role: 'user', text: referTo('elsewhere', 2_000) }] })),
    );

    expect(error).toMatchObject({ type: 'Message.Missing', nonRetryable: true });
    expect(String(error)).toMatch(
      /the message elsewhere is not in this worker's store: .*another\s+store/,
    );
    expect(server.requests).toHaveLength(0);
  });
});

describe('the reply of a model call', () => {
  it('is not asked for with an output that is no schema', async () => {
    const { call, server } = await kitchen([]);

    const error = await rejection(call(modelCall({}, { output: { type: 'objekt' } })));

    expect(error).toMatchObject({ type: 'Input.Invalid', nonRetryable: true });
    expect(server.requests).toHaveLength(0);
  });

  it('stands in the store alone when it is too long for a history', async () => {
    const text = 'x'.repeat(historyLimitBytes + 1);
    const { call, store } = await kitchen([text]);

    const reply = await call(modelCall());

    expect(reply).toMatchObject({ content: null, bytes: text.length });
    expect(await call(modelCall())).toEqual(reply);
    expect(await store.messages.read([reply.message])).toEqual([{ id: reply.message, text }]);
  });

  it('is the JSON alone when that was fenced', async () => {
    const { call } = await kitchen(['```json\n{"a": 1}\n```']);

    expect(await call(modelCall({}, { output: { type: 'object' } }))).toMatchObject({
      content: '{"a": 1}',
      bytes: 8,
      problem: null,
    });
  });

  it('says that the simulated model answered, also from the ledger', async () => {
    const { call } = await kitchen(['Yes.'], { endpoint: { simulated: true } });

    expect((await call(modelCall())).simulated).toBe(true);
    expect((await call(modelCall())).simulated).toBe(true);
  });
});

describe('an attempt that the provider fails', () => {
  it('is tried again after 1, 2 and 4 seconds, and given up the fourth time', async () => {
    const { call } = await kitchen(() => ({ status: 503, error: 'busy' }));

    const errors = [];
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      errors.push(await rejection(call(modelCall())));
    }

    expect(errors).toMatchObject([
      { nonRetryable: false, nextRetryDelay: 1_000 },
      { nonRetryable: false, nextRetryDelay: 2_000 },
      { nonRetryable: false, nextRetryDelay: 4_000 },
      { nonRetryable: true, type: 'Model.Unavailable' },
    ]);
    expect(String(errors[3])).toContain('(given up after 4 attempts)');
  });

  it('is counted for its call only', async () => {
    const { call } = await kitchen(() => ({ status: 503 }));
    for (let attempt = 1; attempt <= 3; attempt += 1) await rejection(call(modelCall()));

    const error = await rejection(call(modelCall({ key: { ...critic, number: 2 } })));

    expect(error).toMatchObject({ nonRetryable: false, details: [{ attempts: 1 }] });
  });

  it('may be followed by one that succeeds', async () => {
    const { call } = await kitchen([{ status: 429 }, 'Yes.']);

    await rejection(call(modelCall()));

    expect((await call(modelCall())).content).toBe('Yes.');
  });
});

describe('the time of a call', () => {
  it.each([
    ['never begins', { hang: true }],
    ['never ends', { text: 'Yes.', stall: true }],
  ] as const)('is up before that of its activity when the reply %s', async (_, answer) => {
    const { call, server } = await kitchen([answer], { limitMs: 2_000 });

    const started = Date.now();
    const error = await rejection(call(modelCall()));

    expect(Date.now() - started).toBeLessThan(2_500); // what was left says that it was earlier
    expect(error).toMatchObject({ type: 'Model.TimedOut', nonRetryable: true });
    expect(String(error)).toMatch(/no reply within 1\.\d s/); // what was left when it was asked
    await expect.poll(() => server.requests[0]?.endedBy).toBe('client');
  });
});

describe('a call whose activity ends', () => {
  it.each(['CANCELLED', 'WORKER_SHUTDOWN', 'TIMED_OUT'] as const)(
    'by %s closes the connection and throws that cancellation',
    async (reason) => {
      const { call, environment, server } = await kitchen([{ hang: true }]);

      const failed = rejection(call(modelCall()));
      await expect.poll(() => server.requests.length).toBe(1);
      environment.cancel(reason);

      const error = await failed;
      expect(error).toBeInstanceOf(CancelledFailure);
      expect(error).toMatchObject({ message: reason });
      await expect.poll(() => server.requests[0]?.endedBy).toBe('client');
    },
  );

  it('is not counted as failed by the provider', async () => {
    const { activities, server, call } = await kitchen([{ hang: true }, { status: 503 }]);
    const environment = activityEnvironment();

    const failed = rejection(environment.run(() => activities.callModel(modelCall())));
    await expect.poll(() => server.requests.length).toBe(1);
    environment.cancel();
    await failed;

    expect(await rejection(call(modelCall()))).toMatchObject({ details: [{ attempts: 1 }] });
  });

  it('heartbeats until then, at a third of its own timeout', async () => {
    const { call, environment } = await kitchen([{ text: 'Yes.', delayMs: 1_200 }]);
    Object.assign(environment.context.info, { heartbeatTimeoutMs: 900 });
    let heartbeats = 0;
    environment.on('heartbeat', () => (heartbeats += 1));

    await call(modelCall());
    const whileOpen = heartbeats;
    await new Promise((resolve) => setTimeout(resolve, 600));

    expect(whileOpen).toBeGreaterThanOrEqual(3);
    expect(whileOpen).toBeLessThanOrEqual(5);
    expect(heartbeats).toBe(whileOpen);
  });
});

describe('two attempts of one call at once', () => {
  it('have one reply: the first to be stored', async () => {
    const { store, server } = await kitchen([{ text: 'Slow.', delayMs: 300 }, { text: 'Fast.' }]);
    const activities = createModelActivities({ store, endpoint: endpointAt(server.url) });
    const attempt = (): Promise<ModelReply> =>
      activityEnvironment().run(() => activities.callModel(modelCall()));

    const slow = attempt();
    await expect.poll(() => server.requests.length).toBe(1);
    const fast = attempt();

    expect((await fast).content).toBe('Fast.');
    expect(await slow).toEqual(await fast);
  });
});
