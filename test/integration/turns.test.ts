import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { StepInput } from '../../src/core/kinds/step.ts';
import { agentsClient, type RunHandle } from '../../src/client/index.ts';
import { defineTool } from '../../src/workers/index.ts';
import { type LiveWorld, openWorld, secretKey } from '../support/live-world.ts';

let world: LiveWorld;

const weather = defineTool({
  name: 'weather',
  description: 'The weather of a town.',
  input: z.object({ town: z.string() }),
  execute: ({ town }) => `rain in ${town}`,
});

beforeAll(async () => {
  world = await openWorld({ tools: [weather] });
});
beforeEach(() => world.cast());
afterAll(() => world.close());

const agent = (name: string, more: object = {}) =>
  ({ kind: 'agent', name, provider: 'responses', ...more }) as const;

/** What a turn was rebuilt to, in order. */
async function requestsOf(run: RunHandle<unknown>) {
  const turns = await run.turns();
  return await Promise.all(turns.map(async ({ turn }) => (await run.turn(turn)).request));
}

const sent = () => world.model.requests.map(({ body }) => body);

const town = { toolCalls: [{ name: 'weather', arguments: { town: 'Oslo' } }], text: 'I look.' };
const schema = {
  type: 'object',
  properties: { answer: { type: 'string' } },
  required: ['answer'],
  additionalProperties: false,
};

describe.each(['responses', 'chat', 'messages'])('a request over %s', (provider) => {
  it('is told as it was sent, turn by turn, with tools, a thread and what is known of the user', async () => {
    const thread = `talk-${provider}`;
    const ann = agent('Ann', {
      provider,
      thread,
      tools: ['weather'],
      instructions: 'Say it in verse. '.repeat(100),
      ...(provider !== 'messages' && { temperature: 0.5 }),
      providerOptions: { metadata: { purpose: 'a test' } },
    });
    const user = `user-${provider}`;
    await world.client.user(user).set('city', 'Bergen');
    world.cast({ Ann: [town, { text: '' }, 'It rains.'] });
    const first = await world.client.start(ann, 'And here?', { user, context: 'It is May.' });
    await first.result();
    expect(await requestsOf(first)).toEqual(sent());
    expect(sent()).toHaveLength(3);
    world.cast({ Ann: 'Still.' });

    const second = await world.client.start(ann, 'Now?', { user });
    await second.result();

    expect(await requestsOf(second)).toEqual(sent());
    expect(JSON.stringify(sent())).toContain('It rains.');
  });

  it('is told with the form that its reply has to have', async () => {
    world.cast({ Ann: '{"answer":"tea"}' });
    const run = await world.client.start(agent('Ann', { provider, output: schema }), 'Which?');
    await run.result();

    expect(await requestsOf(run)).toEqual(sent());
    expect(JSON.stringify(sent())).toContain('"answer"');
  });
});

describe('the turns of a run', () => {
  const debate: StepInput = {
    kind: 'debate',
    votes: 'separate',
    agents: [agent('Ann'), agent('Ben')],
    rounds: 0,
    parallelResponses: true,
  };

  it('are listed in the order of its events, and are the same through a worker', async () => {
    const long = 'word '.repeat(150_000);
    world.cast({ Ann: long, Ben: long, Moderator: '{"options":[{"position":"yes"}]}' });
    const run = await world.client.start(debate, 'Tea?');
    await run.result();
    const { queue } = world.client.parts;
    const there = agentsClient(world.temporal, { taskQueue: queue }).handle(run.id);

    const turns = await run.turns();

    const begun = [];
    for await (const event of run.events())
      if (event.type === 'turn.started') begun.push([event.seq, event.path, event.agent]);
    expect(turns.map(({ seq, path, agent: name }) => [seq, path, name])).toEqual(begun);
    expect(turns[0]).toMatchObject({ turn: 'r0-Ann/1', state: 'done', attempt: 1, cost: 1 });
    expect(await there.turns()).toEqual(turns);
    const last = turns.at(-1)?.turn ?? '';
    const whole = await run.turn(last);
    expect(JSON.stringify(whole).length).toBeGreaterThan(700_000);
    expect(await there.turn(last)).toEqual(whole);
    expect(await world.client.handle(`${run.id}/r0-Ben`).turns()).toMatchObject([
      { turn: 'r0-Ben/1' },
    ]);
  });

  it('have their replies as they came, and why one was of no use', async () => {
    world.cast({ Ann: [town, { text: '' }, 'It rains.'] });
    const run = await world.client.start(agent('Ann', { tools: ['weather'] }), 'Oslo?');
    await run.result();

    expect(await run.turn('1')).toMatchObject({
      agent: 'Ann',
      api: 'responses',
      reply: {
        text: 'I look.',
        toolCalls: [{ name: 'weather', arguments: '{"town":"Oslo"}' }],
      },
    });
    expect(await run.turn('2')).toMatchObject({
      state: 'unusable',
      problem: 'the reply has no text',
    });
    expect((await run.turn('3')).reply).toEqual({ text: 'It rains.', toolCalls: [], items: [] });
  });

  it('have the request of a call that the provider refused, and of one that goes on', async () => {
    world.cast({ Ann: { status: 400, error: 'no' }, Ben: { text: 'late', delayMs: 60_000 } });
    const both: StepInput = { kind: 'parallel', agents: [agent('Ann'), agent('Ben')] };
    const run = await world.client.start(both, 'Tea?');
    await world.untilAsked(2);
    await expect.poll(async () => (await run.turn('Ann/1')).state).toBe('failed');

    const [refused, open] = await Promise.all([run.turn('Ann/1'), run.turn('Ben/1')]);

    expect(refused).toMatchObject({ error: 'Model.Rejected', reply: null, usage: null });
    expect(open).toMatchObject({ state: 'running', reply: null });
    expect([refused.request, open.request]).toEqual(
      expect.arrayContaining(world.askedBy('Ann').map(({ body }) => body)),
    );
    await run.cancel();
    await run.result();
    expect(await run.turn('Ben/1')).toMatchObject({ state: 'cancelled' });
  });

  it('have no key, also where somebody has put it into a prompt', async () => {
    const run = await world.client.start(agent('Ann'), `My key is ${secretKey}. Keep it.`);
    await run.result();

    const told = JSON.stringify(await run.turn('1'));

    expect(told).not.toContain(secretKey);
    expect(told).toContain('Keep it.');
  });

  it('are refused for a run, and for a turn, that there is not', async () => {
    const run = await world.client.start(agent('Ann'), 'Tea?');
    await run.result();

    await expect(run.turn('7')).rejects.toThrow(/has no turn '7'/);
    await expect(world.client.handle('nowhere').turns()).rejects.toThrow(/no run 'nowhere'/);
    await expect(world.client.handle('nowhere').turn('1')).rejects.toThrow(/no run 'nowhere'/);
    await expect(world.client.handle('nowhere').startedWith()).rejects.toThrow(/no run 'nowhere'/);
  });
});

describe('what a run was started with', () => {
  it('is told with everything that it needs to be started again', async () => {
    const started = { context: 'It is May.', user: 'ada', thread: 'talk' };
    const ann = agent('Ann', { provider: 'chat', model: 'model-1' });
    const run = await world.client.start(ann, 'Tea?', started);

    const { step, startedAt, ...given } = await run.startedWith();

    expect(given).toEqual({ ...started, input: 'Tea?', provider: 'chat', model: 'model-1' });
    expect(step).toMatchObject({ kind: 'agent', name: 'Ann', maxTurns: 10, thread: 'talk' });
    expect(Math.abs(Date.parse(startedAt) - Date.now())).toBeLessThan(60_000);
    await run.result();
  });
});
