import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunEvent } from '../../src/client/index.ts';
import { openServedWorld, type ServedWorld } from '../support/service-world.ts';

const tokens = [
  { token: 'everything-everything' },
  { token: 'phil-phil-phil-phil', user: 'phil', teams: ['greeter', 'asker'] },
  { token: 'mona-mona-mona-mona', user: 'mona' },
];
const admin = { authorization: 'Bearer everything-everything' };
const phil = { authorization: 'Bearer phil-phil-phil-phil' };
const mona = { authorization: 'Bearer mona-mona-mona-mona' };

let world: ServedWorld;
let teams: string;

beforeAll(async () => {
  teams = mkdtempSync(join(tmpdir(), 'served-teams-'));
  const ann = { kind: 'agent', name: 'Ann', provider: 'chat' };
  const asker = { kind: 'person', name: 'Boss', question: 'May I?', choices: ['yes', 'no'] };
  writeFileSync(join(teams, 'greeter.json'), JSON.stringify(ann));
  writeFileSync(join(teams, 'asker.json'), JSON.stringify(asker));
  world = await openServedWorld({ teams, tokens, heartbeatMs: 200 });
});

afterAll(async () => {
  await world?.close();
  rmSync(teams, { recursive: true, force: true });
});

type Headers = Record<string, string>;
type Answer = Record<string, unknown> & { id: string };

const start = (body: object, headers: Headers = admin, query = '') =>
  world.call('POST', `/v1/runs${query}`, body, headers);
const bodyOf = async (answer: Response) => (await answer.json()) as Answer;
const get = async (path: string, headers: Headers = admin) => {
  const answer = await world.call('GET', path, undefined, headers);
  return { status: answer.status, body: await bodyOf(answer) };
};

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

/** Messages of an event stream, as they come. */
async function* messagesOf(answer: Response) {
  let read = '';
  const text = new TextDecoder();
  for await (const chunk of answer.body ?? []) {
    read += text.decode(chunk, { stream: true });
    const blocks = read.split('\n\n');
    read = blocks.pop() ?? '';
    for (const block of blocks) {
      const of = (name: string) =>
        block
          .split('\n')
          .flatMap((line) => (line.startsWith(`${name}: `) ? [line.slice(name.length + 2)] : []));
      const [id, event, data] = [of('id')[0], of('event')[0], of('data').join('\n')];
      yield { block, id, event, data: data === '' ? null : (JSON.parse(data) as RunEvent) };
    }
  }
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const events = (id: string, headers: Headers = {}) =>
  world.call('GET', `/v1/runs/${id}/events`, undefined, { ...admin, ...headers });

it('streams what happens, with signs of life, and resumes behind the last event that was seen', async () => {
  world.cast({ Ann: { text: 'Hello.', delayMs: 700 } });
  const { id } = await bodyOf(await start({ team: 'greeter', input: 'Hi' }));
  const stream = await events(id);
  expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(stream.headers.get('cache-control')).toBe('no-cache, no-transform');
  expect(stream.headers.get('x-accel-buffering')).toBe('no');
  const seen = await all(messagesOf(stream));
  expect(seen[0]?.block).toMatch(/^retry: \d+$/);
  expect(seen.filter(({ block }) => block === ': here').length).toBeGreaterThan(1);
  const told = seen.filter(({ data }) => data !== null);
  expect(told[0]).toMatchObject({ event: 'run.started', data: { type: 'run.started', run: id } });
  expect(told.at(-1)).toMatchObject({
    event: 'run.ended',
    data: { result: { content: 'Hello.' } },
  });
  expect(told.every(({ id: cursor, data }) => cursor === data?.cursor)).toBe(true);

  const rest = await all(messagesOf(await events(id, { 'last-event-id': told[1]?.id ?? '' })));
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

it('shows waiting questions and takes the first answer to each', async () => {
  const { id } = await bodyOf(await start({ team: 'asker', input: 'Hi' }, phil));
  const path = `/v1/runs/${id}/answers`;
  await expect
    .poll(async () => (await get('/v1/inbox', phil)).body['questions'])
    .toMatchObject([{ run: id, question: 'May I?', choices: ['yes', 'no'] }]);
  expect((await get('/v1/inbox', mona)).body['questions']).toEqual([]);
  expect((await get(`/v1/runs/${id}`)).body['questions']).toHaveLength(1);
  const answer = async (body: object, headers: Headers = admin) =>
    (await world.call('POST', path, body, headers)).status;
  expect(await answer({ answer: 'yes' }, mona)).toBe(404);
  expect(await answer({ answer: 'maybe' })).toBe(422);
  expect(await answer({ approve: true })).toBe(422);
  expect(await answer({ answer: 'yes', approve: true })).toBe(422);
  expect(await answer({ answer: 'yes', question: 'other' })).toBe(404);
  expect(await answer({ answer: 'yes', by: 'mallory' }, phil)).toBe(200);
  expect(await answer({ answer: 'yes' })).toBe(200);
  expect(await answer({ answer: 'no' })).toBe(409);
  expect(await world.client.handle(id).result()).toMatchObject({
    answer: 'yes',
    answeredBy: 'phil',
  });
  expect(await answer({ answer: 'no' })).toBe(409);
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

it('shows a token for one user that user’s runs and nothing else', async () => {
  world.cast({ Ann: 'Hello.' });
  await start({ team: 'greeter', input: 'Mine', id: 'of-phil', user: 'mona' }, phil, '?wait=30s');
  await expect
    .poll(async () => (await get('/v1/runs?limit=100', phil)).body['runs'])
    .toContainEqual(expect.objectContaining({ id: 'of-phil' }));
  expect((await get('/v1/runs?limit=100', mona)).body['runs']).not.toContainEqual(
    expect.objectContaining({ id: 'of-phil' }),
  );
  expect((await get('/v1/runs?user=phil', mona)).body['runs']).toEqual([]);
  expect((await get('/v1/runs/of-phil', phil)).status).toBe(200);
  expect((await get('/v1/runs/of-phil', mona)).status).toBe(404);
  expect((await get('/v1/runs/of-phil/events', mona)).status).toBe(404);
  expect((await world.call('POST', '/v1/runs/of-phil/cancel', undefined, mona)).status).toBe(404);
  expect((await start({ team: 'greeter', input: 'Mine', id: 'of-phil' }, mona)).status).toBe(409);
});

it('keeps facts of users, each for who may see them', async () => {
  const facts = await world.call('POST', '/v1/users/phil/facts', { city: 'Lyon', visits: 2 }, phil);
  expect(facts.status).toBe(200);
  expect(await bodyOf(facts)).toMatchObject({
    user: 'phil',
    facts: [
      { key: 'city', value: 'Lyon' },
      { key: 'visits', value: 2 },
    ],
  });
  expect((await get('/v1/users/phil/facts')).body['facts']).toHaveLength(2);
  expect((await get('/v1/users/phil/facts', mona)).status).toBe(403);
  expect((await world.call('POST', '/v1/users/phil/facts', { city: 'X' }, mona)).status).toBe(403);
  const bad = await world.call('POST', '/v1/users/phil/facts', { good: 1, '': 2 }, phil);
  expect(bad.status).toBe(422);
  expect((await get('/v1/users/phil/facts')).body['facts']).toHaveLength(2);
  await expect.poll(async () => (await get('/v1/users')).body['users']).toContain('phil');
  expect((await get('/v1/users', mona)).body['users']).toEqual(['mona']);
});

it('gives a thread to the user of its first writer', async () => {
  world.cast({ Ann: 'Hello.' });
  const on = (thread: string, headers: Headers, input = 'Hi') =>
    start({ team: 'greeter', input, thread }, headers, '?wait=30s');
  expect((await on('talk', phil)).status).toBe(200);
  expect(
    (
      await start(
        { spec: { kind: 'agent', name: 'Ann', provider: 'chat' }, input: 'Hi', thread: 'talk' },
        mona,
      )
    ).status,
  ).toBe(403);
  const { body } = await get('/v1/threads/talk/messages', phil);
  expect(body).toMatchObject({
    messages: [
      { sequence: 1, role: 'user', content: 'Hi' },
      { sequence: 2, role: 'assistant', author: 'Ann', content: 'Hello.' },
    ],
    next: null,
  });
  expect((await get('/v1/threads/talk/messages?limit=1', phil)).body).toMatchObject({ next: 1 });
  expect((await get('/v1/threads/talk/messages?after=1', phil)).body['messages']).toHaveLength(1);
  expect((await get('/v1/threads/talk/messages')).status).toBe(200);
  expect((await get('/v1/threads/none/messages')).status).toBe(404);
  expect((await get('/v1/threads', phil)).body).toMatchObject({
    threads: [{ id: 'talk', messages: 2, user: 'phil' }],
  });
});

it('knows whose a thread is that was begun without the service', async () => {
  world.cast({ Ann: 'Hello.' });
  const ann = { kind: 'agent', name: 'Ann', provider: 'chat' } as const;
  await world.client.run(ann, 'Hi', { thread: 'elsewhere', user: 'phil' });
  expect((await get('/v1/threads/elsewhere/messages', mona)).status).toBe(404);
  expect(
    (await start({ team: 'greeter', input: 'Hi', thread: 'elsewhere' }, phil, '?wait=30s')).status,
  ).toBe(200);
  await world.client.run(ann, 'Hi', { thread: 'nobodys' });
  expect((await start({ team: 'greeter', input: 'Hi', thread: 'nobodys' }, phil)).status).toBe(403);
});

it('shows the locks', async () => {
  expect((await get('/v1/locks')).body).toMatchObject({ locks: [], more: 0 });
});
