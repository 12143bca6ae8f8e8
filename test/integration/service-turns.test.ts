import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CallersWorld, mona, openCallersWorld, phil } from '../support/callers-world.ts';

let world: CallersWorld;
const get: CallersWorld['get'] = (...asked) => world.get(...asked);

beforeAll(async () => {
  world = await openCallersWorld();
});
afterAll(() => world?.close());

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
    ...['input', 'turns', 'turns/1'].map((what) => get(`/v1/runs/${run.id}/${what}`, mona)),
  ];

  expect((await Promise.all(calls)).map(({ status }) => status)).toEqual(calls.map(() => 404));
  expect((await get(`/v1/runs/${run.id}/turns/1`, phil)).status).toBe(200);
});
