import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Client } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { NativeConnection } from '@temporalio/worker';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../src/activities/store/open-store.ts';
import { createUserContextActivities } from '../../src/activities/user-context.ts';
import { Agent, AgentsClient, ParallelAgents } from '../../src/client/index.ts';
import { userContexts } from '../../src/client/memory/user-contexts.ts';
import type { FactValue } from '../../src/core/user-context.ts';
import { runFileOf } from '../support/embedded-commands.ts';
import { type LiveWorld, openWorld } from '../support/live-world.ts';
import { countOf, exportHistory, ofType, readRun } from '../support/run-history.ts';

let world: LiveWorld;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => world.cast());

const user = (id: string) => world.client.user(id);
const contextOf = (id: string) => world.temporal.workflow.getHandle(`user-context:${id}`);

describe('what is known of a user', () => {
  it('is nothing, without a workflow, where nothing was ever said', async () => {
    expect(await user('nobody').facts()).toEqual([]);
    expect(await user('nobody').get('name')).toBeUndefined();
    await expect(contextOf('nobody').describe()).rejects.toThrow(/not found/i);
  });

  it('shows in the next read what a write has returned for, with who set it and when', async () => {
    const before = new Date().toISOString();
    for (const city of ['London', 'Paris', 'Rome']) {
      await user('phil').set('city', city, { confirm: false });
      expect(await user('phil').get('city')).toBe(city);
    }
    const [fact] = await user('phil').facts();
    expect(fact).toEqual({
      key: 'city',
      value: 'Rome',
      merge: 'set',
      setBy: 'client',
      run: null,
      at: expect.any(String),
    });
    expect(fact?.at.localeCompare(before)).toBeGreaterThanOrEqual(0);
  });

  it('keeps the changes that several clients make at once', async () => {
    await Promise.all([
      user('ann').set('name', 'Ann'),
      user('ann').set('city', 'Bath'),
      ...['a', 'b', 'c'].map((entry) => user('ann').append('letters', entry)),
      ...[1, 2, 3].map((by) => user('ann').increment('sum', by)),
    ]);
    const facts = await user('ann').facts();
    expect(facts.map(({ key }) => key)).toEqual(['city', 'letters', 'name', 'sum']);
    expect(await user('ann').get('sum')).toBe(6);
    expect((await user('ann').get('letters')) as string[]).toHaveLength(3);
  });

  it('is changed once by the same id, whoever sends it', async () => {
    const other = new AgentsClient(world.client.parts).user('bob', 'another');
    await user('bob').increment('visits', 1, { id: 'visit-1' });
    await other.increment('visits', 1, { id: 'visit-1' });
    await other.increment('visits', 1, { id: 'visit-2' });
    expect(await user('bob').facts()).toMatchObject([{ value: 2, setBy: 'another' }]);
  });

  it('is deleted by key or whole', async () => {
    await user('eve').set('a', 1);
    await user('eve').set('b', 2);
    await user('eve').forget('a');
    expect(await user('eve').facts()).toMatchObject([{ key: 'b' }]);
    await user('eve').forgetAll();
    expect(await user('eve').facts()).toEqual([]);
  });

  it('outlives a cancel, and is found by pattern and user', async () => {
    await user('tom').set('name', 'Tom');
    await contextOf('tom').cancel();
    await user('tom').set('city', 'Bath');
    expect(await user('tom').facts()).toHaveLength(2);
    const { searchAttributes, status } = await contextOf('tom').describe();
    expect(status.name).toBe('RUNNING');
    expect(searchAttributes).toMatchObject({
      AgentsPattern: ['user-context'],
      AgentsUser: ['tom'],
    });
  });
});

describe('a change that can not be made', () => {
  it('is refused with the reason, and one that was not waited for is told of by nobody', async () => {
    await user('una').set('name', 'Una');
    await expect(user('una').increment('name')).rejects.toMatchObject({
      type: 'Input.Invalid',
      message: expect.stringContaining("'name' holds no number"),
    });
    await user('una').increment('name', 1, { id: 'unwatched', confirm: false });
    await expect(user('una').increment('name', 1, { id: 'unwatched' })).rejects.toMatchObject({
      type: 'Input.Invalid',
    });
    expect(await user('una').get('name')).toBe('Una');
  });

  it.each([
    ['the value', () => user('vic').set('k', 'x'.repeat(9_000))],
    ['the value', () => user('vic').set('k', new Date() as unknown as FactValue)],
    ['the value', () => user('vic').increment('k', Number.NaN)],
    ['the key', () => user('vic').set('', 1)],
    ['the key', () => user('vic').forget('a\u0000')],
    ['the merge rule', () => user('vic').set('k', 1, { merge: 'sum' as 'set' })],
    ['the id', () => user('vic').set('k', 1, { id: 'two words' })],
    ['the user', async () => user('v'.repeat(201)).set('k', 1)],
  ])('is refused before it is sent where %s is wrong', async (what, write) => {
    await expect(write()).rejects.toMatchObject({
      type: 'Input.Invalid',
      message: expect.stringContaining(what),
    });
    await expect(contextOf('vic').describe()).rejects.toThrow(/not found/i);
  });
});

it('says who should serve it where nobody does, or where it was made with another store', async () => {
  const elsewhere = new AgentsClient({ ...world.client.parts, sharedQueue: 'agents-shared.other' });
  const lost = elsewhere.user('lost');
  await lost.set('name', 'Phil', { confirm: false });
  const from = Date.now();
  await expect(lost.set('name', 'Phil')).rejects.toMatchObject({
    type: 'Worker.Unconfigured',
    message: expect.stringContaining("run 'durable-agents worker --serve workflows'"),
  });
  expect(Date.now() - from).toBeLessThan(11_000);
  await expect(user('lost').facts()).rejects.toMatchObject({
    type: 'Worker.Unconfigured',
    message: expect.stringMatching(/'agents-shared.other'.*another store/),
  });
});

/** Of each process; after 500 it continues as a new run. */
const changes = Number(process.env['USER_CHANGES'] ?? 200);

it('4 processes change it at once, over continued runs: none is lost, none is applied twice', async () => {
  const { address } = runFileOf(world.stateDir);
  const writerFile = fileURLToPath(new URL('../support/user-writer.mjs', import.meta.url));
  const writers = ['a', 'b', 'c', 'd'].map((name) =>
    fork(writerFile, [address ?? '', world.client.parts.sharedQueue, name, String(changes)], {
      execArgv: [],
    }),
  );
  await Promise.all(writers.map((writer) => once(writer, 'message')));
  for (const writer of writers) writer.send('go');
  const exits = await Promise.all(writers.map((writer) => once(writer, 'exit')));
  expect(exits).toEqual(writers.map(() => [0, null]));
  expect(await user('counted').get('count')).toBe(writers.length * changes);
  const [started] = ofType(
    (await exportHistory(world.temporal, 'user-context:counted')).events,
    'WORKFLOW_EXECUTION_STARTED',
  );
  expect(started?.['workflowExecutionStartedEventAttributes']).toMatchObject({
    continuedExecutionRunId: expect.any(String),
  });
}, 120_000);

describe('agents of a run with a user', () => {
  const team = () =>
    new ParallelAgents([
      new Agent({ name: 'One', provider: 'chat' }),
      new Agent({ name: 'Two', provider: 'messages' }),
    ]);

  it('see what is known, and agents of a run without one do not', async () => {
    await user('kim').set('name', 'Kim <3');
    await team().chat('Hello', { client: world.client, user: 'kim' });
    await team().chat('Hello', { client: world.client });
    const prompts = world.model.requests.map(({ messages }) =>
      JSON.stringify(messages).includes('Kim &lt;3'),
    );
    expect(prompts.filter((known) => known)).toHaveLength(2);
    expect(prompts).toHaveLength(4);
  });

  it('see a lot of it without the history growing by it', async () => {
    const word = 'unusual';
    for (const key of ['a', 'b']) await user('lot').set(key, `${word} `.repeat(500));
    const result = await team().chat('Hello', { client: world.client, user: 'lot' });
    expect(result.success).toBe(true);
    const systems = world.model.requests.map(({ messages }) =>
      countOf(word, JSON.stringify(messages)),
    );
    expect(systems).toEqual([1_000, 1_000]);
    const events = await readRun(world.temporal, result.id);
    expect(countOf(word, events)).toBe(0);
    expect(countOf('"readFacts"', ofType(events, 'ACTIVITY_TASK_SCHEDULED'))).toBe(2);
  });
});

it('activities change it through the connection of their worker, once for an id of any length', async () => {
  const connection = await NativeConnection.connect({
    address: runFileOf(world.stateDir).address ?? '',
  });
  const store = await openStore(':memory:');
  onTestFinished(async () => {
    await store.close();
    await connection.close();
  });
  const { sharedQueue } = world.client.parts;
  const activities = createUserContextActivities({
    store,
    contextsOf: (temporal) => userContexts({ temporal, sharedQueue }),
  });
  type Input<K extends keyof typeof activities> = Parameters<(typeof activities)[K]>[0];
  const changeFact = (input: Input<'changeFact'>) => activities.changeFact(input);
  const readFacts = (input: Input<'readFacts'>) => activities.readFacts(input);
  const activity = new MockActivityEnvironment(undefined, { client: new Client({ connection }) });
  const id = `execution/${'a long path/'.repeat(20)}#1.0`;
  const add = { change: 'set', key: 'n', value: 1, merge: 'increment' } as const;
  const change = { id, setBy: 'Helper', run: 'run-1', ...add };
  for (const again of [change, change]) {
    const outcome = await activity.run(changeFact, { user: 'zoe', change: again });
    expect(outcome).toEqual({ state: 'applied' });
  }
  expect(await activity.run(readFacts, { user: 'zoe', run: 'run-1' })).toEqual({
    facts: '<fact key="n">1</fact>',
  });
  expect(await user('zoe').facts()).toMatchObject([{ setBy: 'Helper', run: 'run-1' }]);
  expect(
    await activity.run(changeFact, {
      user: 'zoe',
      change: { ...change, id: 'other', value: 'text' },
    }),
  ).toMatchObject({ state: 'refused' });
  expect(await activity.run(readFacts, { user: 'none', run: 'run-1' })).toEqual({
    facts: null,
  });
});
