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

it('gives the items of a map by page, to those who may see its run', async () => {
  const map = { kind: 'map', name: 'Letters', step: agent('Ann') } as const;
  const pipeline = { kind: 'pipeline', steps: [agent('Ben'), map] } as const;
  const refused = { status: 400, error: { message: 'not this one' } };
  world.cast({
    Ann: ({ messages }) => (messages.at(-1)?.content.includes('beta') ? refused : 'fine'),
    Ben: 'alpha\nbeta\ngamma',
  });
  const run = await world.client.start(pipeline, 'Go.', { user: 'phil', id: 'mapped' });
  await run.result();
  const items = async (id: string, query = '', who = phil) =>
    await get(`/v1/runs/${encodeURIComponent(id)}/items${query}`, who);

  const first = await items('mapped/2-Letters', '?limit=2');
  expect(first.body).toMatchObject({
    counts: { total: 3, succeeded: 2, failed: 1 },
    items: [
      { index: 1, input: 'alpha', content: 'fine', cost: 1, success: true },
      {
        index: 2,
        input: 'beta',
        content: null,
        error: { type: 'Model.Rejected' },
        state: 'failed',
      },
    ],
    next: 2,
  });
  expect((await items('mapped/2-Letters', '?limit=2&after=2')).body).toMatchObject({
    items: [{ index: 3, input: 'gamma' }],
    next: null,
  });
  expect((await items('mapped/2-Letters', '?state=failed')).body).toMatchObject({
    items: [{ index: 2 }],
    next: null,
  });
  expect((await items('mapped/2-Letters', '?state=lost')).status).toBe(422);

  expect(await items('mapped')).toMatchObject({
    status: 404,
    body: { error: { message: expect.stringMatching(/ask for those of 'mapped\/2-Letters'$/) } },
  });
  expect((await items('mapped/1-Ben')).status).toBe(404);
  expect((await items('nowhere')).status).toBe(404);
  expect((await items('mapped/2-Letters', '', mona)).status).toBe(404);
  await expect(world.client.handle('mapped').items().next()).rejects.toThrow(/is no map/);
});
