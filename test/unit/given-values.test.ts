import { describe, expect, it } from 'vitest';
import * as client from '../../src/client/index.ts';
import { AgentsClient } from '../../src/client/runs/agents-client.ts';
import type { ClientParts } from '../../src/client/runs/client-parts.ts';
import { planLocal } from '../../src/workers/local-plan.ts';
import * as workers from '../../src/workers/index.ts';

// Everything that a caller gives is parsed before anything starts: also by callers without types.

/** A place where anything that is asked of Temporal fails the test. */
const parts = {
  temporal: new Proxy(
    {},
    {
      get: (_, name) => {
        throw new Error(`temporal.${String(name)} was touched`);
      },
    },
  ),
  queue: 'agents',
  sharedQueue: 'agents-shared',
  webUrl: null,
  defaults: { provider: 'simulated', model: null },
  serving: null,
  close: () => Promise.resolve(),
} as unknown as ClientParts;
const here = new AgentsClient(parts);
const agent = new client.Agent({ name: 'A', provider: 'simulated' });
const any = (value: unknown) => value as never;

const refusal = (message: string) =>
  expect.objectContaining({ type: 'Input.Invalid', message: expect.stringContaining(message) });

describe('a run', () => {
  it.each<[string, unknown, object | undefined, string]>([
    ['no message', undefined, {}, 'the input is not valid: it is missing: expected a text'],
    ['null', null, {}, 'the input is not valid: it is missing'],
    [
      'a list of messages',
      [{ role: 'user', content: 'hi' }],
      {},
      'the input is not valid: expected a text',
    ],
    ['a number', 7, {}, 'the input is not valid: expected a text'],
    ['an empty message', ' \n', {}, 'the input is not valid: it is empty'],
    [
      'a context that is an object',
      'hi',
      { context: { a: 1 } },
      'the context is not valid: expected a text',
    ],
    ['an id that is a number', 'hi', { id: 7 }, 'the id is not valid: expected a text'],
    [
      'an id with half a character',
      'hi',
      { id: 'a\ud83d' },
      'the id is not valid: it has control characters',
    ],
    [
      'a user that is an object',
      'hi',
      { user: { id: 1 } },
      'the user is not valid: expected a text',
    ],
    ['a thread with a line break', 'hi', { thread: 'a\nb' }, 'the thread is not valid'],
    ['an empty thread', 'hi', { thread: '' }, 'the thread is not valid: a thread needs a name'],
    ['a model that is a list', 'hi', { model: ['a'] }, 'the model is not valid: expected a text'],
    ['an empty provider', 'hi', { provider: '' }, 'the provider is not valid: it is empty'],
    [
      'an option that is none',
      'hi',
      { tread: 't' },
      "the options is not valid: tread: there is no such field (did you mean 'thread'?)",
    ],
    ['a client that is none', 'hi', { client: {} }, 'client: expected a client'],
  ])('is refused for %s', async (_, message, options, problem) => {
    const given = { client: here, ...options };
    await expect(agent.chat(any(message), any(given))).rejects.toThrow(refusal(problem));
  });

  it.each([null, 'x', 3])('is refused for %s in place of its options', async (options) => {
    await expect(agent.chat('hi', any(options))).rejects.toThrow(refusal('expected an object'));
    await expect(here.run(agent, 'hi', any(options))).rejects.toThrow(
      refusal('expected an object'),
    );
  });

  it.each([undefined, null, 7, {}, ''])('is not looked for by the id %s', (id) => {
    expect(() => here.handle(any(id))).toThrow(refusal('the id is not valid'));
  });
});

describe('a user context', () => {
  const user = here.user('u');
  it('is refused for who is no text', () => {
    expect(() => here.user(any({}))).toThrow(refusal('the user is not valid'));
    expect(() => here.user('u', any(7))).toThrow(refusal('setBy is not valid'));
  });

  it('does not forget everything for a key that is none', async () => {
    await expect(user.forget(any(null))).rejects.toThrow(refusal('the key is not valid'));
  });

  it('is not written with options that are none', async () => {
    await expect(user.set('k', 1, any({ confirm: 'no' }))).rejects.toThrow(
      refusal('confirm: expected true or false'),
    );
    await expect(user.set('k', 1, any({ rule: 'set' }))).rejects.toThrow(
      refusal('rule: there is no such field'),
    );
    await expect(user.append('k', 1, any(null))).rejects.toThrow(refusal('expected an object'));
  });
});

describe('what patterns are made of', () => {
  it.each<[string, () => unknown]>([
    ['a debate of no list', () => new client.Debate(any(agent))],
    ['a debate of nothing', () => new client.Debate(any(undefined))],
    [
      'a moderator that is a text',
      () => new client.Debate([agent, { kind: 'agent', name: 'B' }], { moderator: any('Mo') }),
    ],
    ['a parallel of no list', () => new client.ParallelAgents(any({ a: agent }))],
    ['a pipeline of no list', () => new client.Pipeline(any(7))],
    ['transforms that are a text', () => new client.Pipeline([agent], { transforms: any('x') })],
    ['no supervisor', () => new client.Supervisor(any(undefined))],
    ['a supervisor without workers', () => new client.Supervisor(any({}))],
    ['workers in a list', () => new client.Supervisor({ workers: any([agent]) })],
    [
      'a supervisor with another name of a field',
      () => new client.Supervisor(any({ workers: { a: agent }, mode: 'all' })),
    ],
    ['replicas of a text', () => client.replicas(any('A'), 2)],
    ['roles that are a text', () => client.createExpertPanel({ expertRoles: any('Economist') })],
    ['no panel', () => client.createExpertPanel(any(undefined))],
    ['an agent that is a text', () => new client.Agent(any('A'))],
  ])('%s is refused', (_, make) => {
    expect(make).toThrow(expect.objectContaining({ type: 'Input.Invalid' }));
  });

  it('takes a plain spec as a moderator or planner', () => {
    const mo = { kind: 'agent', name: 'Mo', provider: 'p' } as const;
    const debate = new client.Debate([agent, { kind: 'agent', name: 'B' }], { moderator: any(mo) });
    expect(debate.spec.moderator?.name).toBe('Mo');
    const { spec } = new client.Supervisor({ workers: { a: agent }, planner: any(mo) });
    expect(spec.planner?.name).toBe('Mo');
  });

  it('refuses a request of parallelChat that is none', async () => {
    await expect(client.parallelChat(any(undefined))).rejects.toThrow(
      refusal('parallelChat is not valid'),
    );
  });
});

describe('clients and workers', () => {
  it.each<[string, object, string]>([
    [
      'an address that is a list',
      { address: [] },
      'connect() is not valid: address: expected a text',
    ],
    ['a timeout that is an object', { heartbeatTimeout: {} }, 'the heartbeat timeout is not valid'],
    [
      'an option that is none',
      { adress: 'x' },
      "adress: there is no such field (did you mean 'address'?)",
    ],
  ])('connect() refuses %s', async (_, options, problem) => {
    await expect(client.connect(any(options))).rejects.toThrow(refusal(problem));
  });

  it.each<[string, unknown, string]>([
    ['null', null, 'local() is not valid: expected an object'],
    ['a folder that is a number', { stateDir: 7 }, 'stateDir: expected a text'],
    ['tools that are an object', { tools: {} }, 'tools: expected a list'],
    ['transforms that are a text', { transforms: 'x' }, 'transforms: expected an object'],
    ['a log that is a text', { log: 'x' }, 'log: expected a function'],
    [
      'an option that is none',
      { statedir: 'x' },
      "statedir: there is no such field (did you mean 'stateDir'?)",
    ],
    ['another word', { serve: 'write' }, 'serve: expected all or read'],
  ])('local() refuses %s', async (_, options, problem) => {
    await expect(workers.openLocal(any(options))).rejects.toThrow(refusal(problem));
  });

  it('local() takes what it is meant to take', async () => {
    const plan = await planLocal({
      stateDir: '/nowhere',
      log: () => 1,
      tools: [],
      transforms: {},
      maxConcurrentCalls: 5,
    });
    expect(plan).toMatchObject({ stateDir: '/nowhere', maxConcurrentCalls: 5 });
    await expect(planLocal({})).resolves.toMatchObject({ simulatedTools: 'auto' });
    await expect(planLocal()).resolves.toMatchObject({ simulatedTools: 'auto' });
  });

  it('the plugin and a client of yours refuse what is no option', () => {
    expect(() => new workers.DurableAgentsPlugin(any({ stack: false }))).toThrow(
      refusal('stack: there is no such field'),
    );
    expect(() => client.agentsClient(any({}), any({ taskQueue: 7 }))).toThrow(
      refusal('taskQueue: expected a text'),
    );
  });
});

describe('stores and locks', () => {
  it('refuse an address that is no text', async () => {
    expect(() => new workers.MessageStore(any(7))).toThrow(refusal('the address of the database'));
    await expect(workers.openLocks(any({}))).rejects.toThrow(
      refusal('the address of the database'),
    );
  });

  it('refuse what a lock cannot be taken with, before it is taken', async () => {
    await using locks = await workers.openLocks(':memory:');
    const run = () => 1;
    await expect(locks.withLock('n', 'k', any('x'))).rejects.toThrow(
      refusal('expected a function'),
    );
    await expect(locks.withLock('n', 'k', run, any({ signal: {} }))).rejects.toThrow(
      refusal('signal: expected an AbortSignal'),
    );
    await expect(locks.withLock('n', 'k', run, any({ timeout: 5 }))).rejects.toThrow(
      refusal('timeout: there is no such field'),
    );
    await expect(locks.withLock(any(1), 'k', run)).rejects.toThrow(
      refusal('namespace: expected a text'),
    );
    expect(await locks.list()).toEqual([]);
  });

  it.each<[unknown, unknown, unknown]>([
    [7, 'path', {}],
    ['file', undefined, {}],
    ['file', 'path', { wat: 1 }],
    ['file', 'path', null],
  ])('threadSafeTool(%s, %s, %s) is refused', (namespace, keyArg, options) => {
    expect(() => workers.threadSafeTool(any(namespace), any(keyArg), any(options))).toThrow(
      refusal('threadSafeTool'),
    );
  });
});
