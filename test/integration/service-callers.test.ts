import { afterAll, beforeAll, expect, it } from 'vitest';
import { threadsThroughWorker } from '../../src/client/memory/threads.ts';
import { recordedUser } from '../../src/client/progress/recorded-user.ts';
import {
  admin,
  bodyOf,
  type CallersWorld,
  type Headers,
  mona,
  openCallersWorld,
  phil,
} from '../support/callers-world.ts';

let world: CallersWorld;
const start: CallersWorld['start'] = (...asked) => world.start(...asked);
const get: CallersWorld['get'] = (...asked) => world.get(...asked);

beforeAll(async () => {
  world = await openCallersWorld();
});
afterAll(() => world?.close());

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
  expect((await get('/v1/runs/of-phil%2Fnobody/events', phil)).status).toBe(404);
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

it('gives the thread of a whole team to the user of its first writer', async () => {
  world.cast({ Ann: 'Hello.' });
  const agents = ['Ann', 'Bo'].map((name) => ({ kind: 'agent', name, provider: 'chat' }));
  const spec = { kind: 'parallel', name: 'Pair', agents, thread: 'of-pair' };
  expect((await start({ spec, input: 'Hi' }, admin, '?wait=30s')).status).toBe(200);
  expect((await start({ team: 'greeter', input: 'Hi', thread: 'of-pair' }, phil)).status).toBe(403);
  expect((await get('/v1/threads/of-pair/messages')).body).toMatchObject({
    messages: [{ content: 'Hi' }, { author: 'Pair', role: 'assistant' }],
  });
});

it('leaves a thread to whoever comes next where the start that was to write there is refused', async () => {
  world.cast({ Ann: 'Hello.' });
  const hi = { team: 'greeter', input: 'Hi', id: 'first-come' };
  expect((await start(hi, phil, '?wait=30s')).status).toBe(200);
  expect((await start({ ...hi, thread: 'late' }, phil)).status).toBe(409);
  expect((await get('/v1/threads/late/messages')).status).toBe(404);
  const next = { team: 'greeter', input: 'Hi', thread: 'late' };
  expect((await start(next, mona, '?wait=30s')).status).toBe(200);
  expect((await start(next, phil)).status).toBe(403);
});

it('gives the threads that a team’s agents name to the first user too, at every door', async () => {
  world.cast({ Ann: 'Your secret is safe.' });
  const said = { team: 'room', input: 'My secret is 42' };
  expect((await start(said, phil, '?wait=30s')).status).toBe(200);
  expect((await start({ ...said, input: 'What was said?' }, mona)).status).toBe(403);
  expect((await start({ ...said, thread: 'other' }, mona)).status).toBe(403);
  expect((await start({ team: 'rooms', input: 'Hi' }, mona)).status).toBe(403);
  const messages = [{ id: '1', role: 'user', content: 'What was said?' }];
  const chat = await world.call('POST', '/v1/chat/completions', { model: 'room', messages }, mona);
  expect(chat.status).toBe(403);
  const ids = { threadId: 't', runId: 'r', state: {}, tools: [], context: [], forwardedProps: {} };
  expect((await world.call('POST', '/ag-ui/room', { ...ids, messages }, mona)).status).toBe(403);
  expect(world.model.requests).toHaveLength(1);
  expect((await get('/v1/threads/next-room/messages', mona)).status).toBe(404);
  expect((await start(said, phil, '?wait=30s')).status).toBe(200);
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

it('asks a worker about threads and users where a client has no store, or the cluster no attributes', async () => {
  world.cast({ Ann: 'Hello.' });
  const ann = { kind: 'agent', name: 'Ann', provider: 'chat' } as const;
  await world.client.run(ann, 'Hi', { thread: 'far', user: 'phil', id: 'far-run' });
  const { threads: _, ...parts } = world.client.parts;
  const reads = threadsThroughWorker(parts);
  expect(await reads.owner('far')).toBe('phil');
  expect(await reads.owner('nowhere')).toBe(undefined);
  expect(await reads.claim({ thread: 'far', user: 'mona', start: 'a' })).toBe('phil');
  expect(await reads.claim({ thread: 'empty', user: 'mona', start: 'b' })).toBe('mona');
  await reads.giveBack({ thread: 'empty', start: 'b' });
  expect(await reads.owner('empty')).toBe(undefined);
  expect((await reads.list({ limit: 1, user: 'phil' })).threads).toHaveLength(1);
  const { messages } = await reads.messages({ thread: 'far', limit: 10 });
  expect(messages.map(({ content }) => content)).toEqual(['Hi', 'Hello.']);
  expect(await recordedUser(world.temporal, 'far-run')).toBe('phil');
});
