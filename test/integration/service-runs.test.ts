import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  admin,
  bodyOf,
  type CallersWorld,
  type Headers,
  openCallersWorld,
  phil,
} from '../support/callers-world.ts';
import { allMessages } from '../support/event-messages.ts';

let world: CallersWorld;
const start: CallersWorld['start'] = (...asked) => world.start(...asked);
const get: CallersWorld['get'] = (...asked) => world.get(...asked);

beforeAll(async () => {
  world = await openCallersWorld();
});
afterAll(() => world?.close());

it('starts a team, shows how it stands, and its result once it is there', async () => {
  world.cast({ Ann: { text: 'Hello.', delayMs: 500 } });
  const started = await start({ team: 'greeter', input: 'Hi' });
  expect(started.status).toBe(202);
  const { id, url } = await bodyOf(started);
  expect(url).toContain(encodeURIComponent(id));
  expect(started.headers.get('location')).toBe(`/v1/runs/${id}`);
  const running = await get(`/v1/runs/${id}`);
  expect(running.body).toMatchObject({ id, status: 'running', result: null, questions: [] });
  expect(running.body['progress']).toMatchObject({ kind: 'agent', steps: [{ agentName: 'Ann' }] });
  await world.client.handle(id).result();
  expect((await get(`/v1/runs/${id}`)).body).toMatchObject({
    status: 'completed',
    result: { content: 'Hello.', success: true },
    progress: null,
  });
});

it('waits for a result as long as it is told to', async () => {
  world.cast({ Ann: { text: 'Hello.', delayMs: 1_000 } });
  const early = await start({ team: 'greeter', input: 'Hi', id: 'waited' }, admin, '?wait=50ms');
  expect(early.status).toBe(202);
  const late = await start({ team: 'greeter', input: 'Hi', id: 'waited' }, admin, '?wait=60s');
  expect(late.status).toBe(200);
  expect(await bodyOf(late)).toMatchObject({ id: 'waited', content: 'Hello.', success: true });
  expect(world.askedBy('Ann')).toHaveLength(1);
  expect((await start({ team: 'greeter', input: 'Hi' }, admin, '?wait=2h')).status).toBe(422);
});

it('answers 200 with the result of a run that failed', async () => {
  const spec = { kind: 'agent', name: 'Ann', provider: 'chat', timeout: '1s' };
  world.cast({ Ann: { text: 'late', delayMs: 5_000 } });
  const failed = await start({ spec, input: 'Hi' }, admin, '?wait=30s');
  expect(failed.status).toBe(200);
  expect(await bodyOf(failed)).toMatchObject({ success: false, error: { type: 'Model.TimedOut' } });
});

it('takes an Idempotency-Key for the id, and refuses a second run under it', async () => {
  world.cast({ Ann: 'Hello.' });
  const key = { ...admin, 'idempotency-key': 'only-once' };
  const [one, two] = await Promise.all([
    start({ team: 'greeter', input: 'Hi' }, key),
    start({ team: 'greeter', input: 'Hi' }, key),
  ]);
  expect([(await bodyOf(one)).id, (await bodyOf(two)).id]).toEqual(['only-once', 'only-once']);
  const other = await start({ team: 'greeter', input: 'Ho' }, key);
  expect(other.status).toBe(409);
  expect(await bodyOf(other)).toMatchObject({ error: { type: 'Input.Invalid' } });
  expect((await start({ team: 'greeter', input: 'Hi', id: 'other' }, key)).status).toBe(422);
  await world.client.handle('only-once').result();
  expect(world.askedBy('Ann')).toHaveLength(1);
});

const events = (id: string, headers: Headers = {}) =>
  world.call('GET', `/v1/runs/${id}/events`, undefined, { ...admin, ...headers });

it('streams what happens, with signs of life, and resumes behind the last event that was seen', async () => {
  world.cast({ Ann: { text: 'Hello.', delayMs: 700 } });
  const { id } = await bodyOf(await start({ team: 'greeter', input: 'Hi' }));
  const stream = await events(id);
  expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(stream.headers.get('cache-control')).toBe('no-cache, no-transform');
  expect(stream.headers.get('x-accel-buffering')).toBe('no');
  const seen = await allMessages(stream);
  expect(seen[0]?.block).toMatch(/^retry: \d+$/);
  expect(seen.filter(({ block }) => block === ': here').length).toBeGreaterThan(1);
  const told = seen.filter(({ data }) => data !== null);
  expect(told[0]).toMatchObject({ event: 'run.started', data: { type: 'run.started', run: id } });
  expect(told.at(-1)).toMatchObject({
    event: 'run.ended',
    data: { result: { content: 'Hello.' } },
  });
  expect(told.every(({ id: cursor, data }) => cursor === data?.cursor)).toBe(true);

  const rest = await allMessages(await events(id, { 'last-event-id': told[1]?.id ?? '' }));
  const again = rest.filter(({ data }) => data !== null);
  expect(again.map((each) => each.id)).toEqual(
    told
      .slice(2)
      .filter(({ event }) => event !== 'text.delta')
      .map((each) => each.id),
  );
  const over = await events(id, { 'last-event-id': told.at(-1)?.id ?? '' });
  expect(over.status).toBe(204);
  expect((await events(id, { 'last-event-id': 'nonsense' })).status).toBe(422);
  expect((await events('nobody')).status).toBe(404);
});

it('cancels a run', async () => {
  const { id } = await bodyOf(await start({ team: 'asker', input: 'Hi' }));
  expect((await world.call('POST', `/v1/runs/${id}/cancel`, undefined, admin)).status).toBe(202);
  expect(await world.client.handle(id).result()).toMatchObject({
    error: { type: 'Run.Cancelled' },
  });
  expect((await world.call('POST', '/v1/runs/nobody/cancel', undefined, admin)).status).toBe(404);
});

it('lists runs page by page, with what they cost and whether they were simulated', async () => {
  world.cast({ Ann: 'Hello.' });
  await start({ team: 'greeter', input: 'One', id: 'list-1' }, phil, '?wait=30s');
  await start({ team: 'greeter', input: 'Two', id: 'list-2' }, phil, '?wait=30s');
  await start(
    {
      spec: { kind: 'agent', name: 'Sim', provider: 'simulated' },
      input: 'Three',
      id: 'list-3',
      user: 'sim',
    },
    admin,
    '?wait=30s',
  );
  const wanted = async (query: string, headers: Headers = admin) =>
    (await get(`/v1/runs?${query}`, headers)).body as unknown as {
      runs: { id: string; simulated: boolean }[];
      next: string | null;
    };
  await expect.poll(async () => (await wanted('user=phil&name=Ann')).runs.length).toBe(2);
  const first = await wanted('user=phil&name=Ann&limit=1');
  expect(first.runs).toMatchObject([{ id: 'list-2', question: 'Two', cost: 1, simulated: false }]);
  const second = await wanted(
    `user=phil&name=Ann&limit=1&after=${encodeURIComponent(first.next ?? '')}`,
  );
  expect(second).toMatchObject({ runs: [{ id: 'list-1' }], next: null });
  expect((await wanted('user=sim')).runs).toMatchObject([{ id: 'list-3', simulated: true }]);
  expect((await get('/v1/runs?limit=0')).status).toBe(422);
  expect((await get('/v1/runs?statsu=running')).status).toBe(422);
});
