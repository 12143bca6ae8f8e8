import { describe, expect, it } from 'vitest';
import { AgentsClient } from '../../src/client/runs/agents-client.ts';
import type { ClientParts } from '../../src/client/runs/client-parts.ts';
import { checkRun } from '../../src/client/runs/check-run.ts';
import { openDefaultWith, runStep } from '../../src/client/runs/default-client.ts';
import { Agent } from '../../src/client/patterns/agent.ts';
import { parallelChat } from '../../src/client/patterns/parallel-agents.ts';
import type { RunTarget } from '../../src/client/runs/prepare-step.ts';
import type { RunOptions } from '../../src/client/runs/run-options.ts';
import type { Serving } from '../../src/core/serving.ts';

const agent = { kind: 'agent', name: 'A' } as const;
const keyless = {
  api: 'messages',
  baseURL: null,
  keyEnv: 'KEY',
  model: null,
  ready: false,
} as const;
const serving: Serving = { providers: { anthropic: keyless }, transforms: {}, tools: {} };
const target: RunTarget = { defaults: { provider: 'anthropic', model: null }, serving };
const anywhere: RunTarget = { ...target, serving: null };

function problemsOf(step: object, options: RunOptions, input = 'hello', where = target) {
  const checked = checkRun({ step: step as typeof agent, input, options }, where);
  return checked.ok ? [] : checked.problems.map(({ part, message }) => [part, message]);
}

describe('a run that is to be started', () => {
  it('is refused for everything that is wrong with it, each part by its name', () => {
    const options = { id: '', user: 'a\nb', thread: '', provider: 'antropic' };
    expect(problemsOf({ ...agent, rol: 'x' }, options, ' ')).toEqual([
      ['spec', "there is no such field (did you mean 'role'?)"],
      ['provider', expect.stringMatching(/no provider 'antropic' .*did you mean 'anthropic'/)],
      ['thread', 'a thread needs a name'],
      ['id', 'it is empty'],
      ['user', 'it has control characters'],
      ['input', 'it is empty'],
    ]);
  });

  it.each([
    ['user-context:bob', "ids that begin with 'user-context:' are those of what is known of users"],
    ['p/1-X', "it has a '/', as ids of steps inside a run do"],
  ])('refuses an id that belongs to something else: %s', (id, problem) => {
    expect(problemsOf({ kind: 'agent', name: 'A' }, { id })).toContainEqual(['id', problem]);
  });

  it('blames a wrong provider once, where it was given, and not every agent', () => {
    const pair = { kind: 'parallel', agents: [agent, { ...agent, name: 'B' }] };
    const blamed = problemsOf(pair, { provider: 'anthropic' });
    expect(blamed).toEqual([['provider', expect.stringContaining('needs its API key in KEY')]]);
    expect(problemsOf(pair, {})).toEqual([
      ['spec', expect.stringContaining("agents that name no provider get 'anthropic'")],
    ]);
  });

  it('takes a thread for an agent and for a team, and refuses what is no name of one', () => {
    const two = { kind: 'parallel', agents: [agent, { ...agent, name: 'B', thread: 't' }] };
    expect(problemsOf(two, { thread: 'x' }, 'hello', anywhere)).toEqual([]);
    expect(problemsOf(two, { thread: '' }, 'hello', anywhere)).toEqual([
      ['thread', expect.stringContaining('a thread needs a name')],
    ]);
  });
});

describe('a client', () => {
  const parts = { ...target, queue: 'agents', sharedQueue: 's' } as unknown as ClientParts;

  it('refuses in one message that says all of it', async () => {
    const client = new AgentsClient(parts); // without a server: whatever asks one breaks
    const started = client.start({ ...agent, timeout: 5 }, '', { id: '' });
    await expect(started).rejects.toMatchObject({
      type: 'Input.Invalid',
      message: expect.stringMatching(
        /^the spec is not valid: timeout: 5 would be .*; the id is not valid: it is empty; the input is not valid: it is empty$/,
      ),
      details: [{ problems: [{ path: 'timeout' }, { path: '' }, { path: '' }] }],
    });
  });
});

describe('the default client', () => {
  const opened: string[] = [];
  openDefaultWith({
    target: () => Promise.resolve(target),
    open: () => {
      opened.push('opened');
      return Promise.reject(new Error('it was opened'));
    },
  });

  it('is not opened for what is refused: a provider without its key', async () => {
    const chat = new Agent({ name: 'A', provider: 'anthropic' }).chat('hello');
    await expect(chat).rejects.toThrow(
      "the spec is not valid: provider: 'anthropic' needs its API key in KEY: set it in the worker's environment, or name another provider",
    );
    expect(opened).toEqual([]);
  });

  it('is opened for what is good', async () => {
    openDefaultWith({
      target: () => Promise.resolve(anywhere),
      open: () => Promise.reject(new Error('it was opened')),
    });
    await expect(runStep(agent, 'hello')).rejects.toThrow('it was opened');
  });

  it('hands every option of a run on, from a call that mixes them with those of a pattern', async () => {
    const client = new AgentsClient({ ...target, serving: null } as unknown as ClientParts);
    const seen: unknown[] = [];
    client.run = (step, input, options) => {
      seen.push(step, input, options);
      return Promise.reject(new Error('enough'));
    };
    const run = { id: 'i', user: 'u', thread: 't', context: 'c', provider: 'p', model: 'm' };
    const chat = parallelChat({ agents: [agent], message: 'hello', quorum: 1, client, ...run });
    await expect(chat).rejects.toThrow('enough');
    expect(seen).toMatchObject([{ kind: 'parallel', quorum: 1 }, 'hello', run]);
  });
});
