import { afterAll, beforeAll, expect, it } from 'vitest';
import { openServedWorld, type ServedWorld } from '../support/service-world.ts';

const tokens = [
  { token: 'everything-everything' },
  { token: 'phil-phil-phil-phil', user: 'phil' },
  { token: 'anna-anna-anna-anna', user: 'anna' },
];
const admin = { authorization: 'Bearer everything-everything' };
const phil = { authorization: 'Bearer phil-phil-phil-phil' };
const anna = { authorization: 'Bearer anna-anna-anna-anna' };

let world: ServedWorld;
beforeAll(async () => {
  world = await openServedWorld({ tokens });
});
afterAll(() => world?.close());

const get = async (path: string, headers: Record<string, string> = admin) => {
  const answer = await world.call('GET', path, undefined, headers);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

const agent = (name: string) => ({ kind: 'agent', name, provider: 'chat' }) as const;
const step = { kind: 'parallel', name: 'Both', agents: [agent('Ann'), agent('Ben')] } as const;

it('tells what a run was started with, its turns, and what was sent in each', async () => {
  const run = await world.client.start(step, 'Tea?', { user: 'phil', context: 'It is May.' });
  await run.result();

  const input = await get(`/v1/runs/${run.id}/input`, phil);
  const list = await get(`/v1/runs/${run.id}/turns`, phil);
  const turn = await get(`/v1/runs/${run.id}/turns/${encodeURIComponent('Ben/1')}`, phil);

  expect(input.body).toEqual(await run.startedWith());
  expect(list.body).toEqual({ turns: await run.turns() });
  expect(turn.body).toEqual(await run.turn('Ben/1'));
  expect(turn.body).toMatchObject({ request: world.askedBy('Ben')[0]?.body });
});

it('says that there is none, also of what is somebody else’s', async () => {
  const run = await world.client.start(agent('Ann'), 'Tea?', { user: 'phil' });
  await run.result();

  const calls = [
    get('/v1/runs/nowhere/turns'),
    get('/v1/runs/nowhere/input'),
    get(`/v1/runs/${run.id}/turns/7`, phil),
    ...['input', 'turns', 'turns/1'].map((what) => get(`/v1/runs/${run.id}/${what}`, anna)),
  ];

  expect((await Promise.all(calls)).map(({ status }) => status)).toEqual(calls.map(() => 404));
  expect((await get(`/v1/runs/${run.id}/turns/1`, phil)).status).toBe(200);
});
