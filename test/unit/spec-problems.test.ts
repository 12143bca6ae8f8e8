import { describe, expect, it } from 'vitest';
import { checksFor } from '../../src/core/kinds/check-step.ts';
import { noChecks, type SpecChecks } from '../../src/core/kinds/spec-checks.ts';
import { readStep } from '../../src/core/kinds/step-schema.ts';
import type { Serving } from '../../src/core/serving.ts';

const agent = (name: string, more: object = {}) => ({ kind: 'agent', name, ...more });
const served = { api: 'responses', baseURL: null, keyEnv: 'SOME_KEY', model: null } as const;
const serving: Serving = {
  providers: {
    openai: { ...served, ready: true },
    anthropic: { ...served, api: 'messages', keyEnv: 'ANTHROPIC_API_KEY', ready: false },
    claude: { ...served, api: 'messages', ready: true },
  },
  tools: { search: '1', fetch: '2' },
  transforms: { shorten: '3' },
};

function problemsOf(spec: unknown, checks: SpecChecks = noChecks): Record<string, string> {
  const read = readStep(spec, checks);
  if (read.ok) throw new Error('the spec was let through');
  const told = read.problems.map(({ path, message }) => [path, message] as const);
  expect(new Set(told.map(([path, message]) => `${path} ${message}`)).size).toBe(told.length);
  return Object.fromEntries(told);
}

describe('everything that is wrong with a spec is told at once', () => {
  it('beside a key that stands in it', () => {
    const spec = {
      kind: 'parallel',
      agents: [agent('A', { apiKey: 'sk', timeout: 90 })],
      qorum: 2,
    };
    expect(problemsOf(spec)).toEqual({
      'agents[0].apiKey': expect.stringContaining('an API key never stands in a spec'),
      'agents[0].timeout': expect.stringContaining("for 90 seconds write '90s'"),
      qorum: "there is no such field (did you mean 'quorum'?)",
    });
  });

  it('under a kind that is misspelt, and the fields of the kind that was meant', () => {
    const agents = [agent('A', { rol: 'x' }), { kind: 'agnet', name: 'B', timout: '5s' }];
    expect(problemsOf({ kind: 'paralel', agents, quorum: 3, inputs: { C: 'x' } })).toEqual({
      kind: expect.stringMatching(/^kind must be agent, .* \(did you mean 'parallel'\?\)$/),
      'agents[0].rol': "there is no such field (did you mean 'role'?)",
      'agents[1].kind': expect.stringContaining("(did you mean 'agent'?)"),
      'agents[1].timout': "there is no such field (did you mean 'timeout'?)",
      'inputs.C': 'there is no agent of this name here; there are A, B',
      quorum: '3 cannot be reached with 2 agents',
    });
  });

  it('under a kind that is like none, wherever a step stands', () => {
    const members = { first: agent('A', { maxTurns: 0 }), more: [{ deep: agent('B', { x: 1 }) }] };
    expect(problemsOf({ kind: 'swarm', members, output: agent('no step', { x: 1 }) })).toEqual({
      kind: 'kind must be agent, debate, loop, map, parallel, person, pipeline, route or supervisor',
      'members.first.maxTurns': expect.any(String),
      'members.more[0].deep.x': 'there is no such field',
    });
  });

  it('of a kind that is not said', () => {
    expect(problemsOf({ agents: [agent('A', { rol: 'x' })] })).toEqual({
      kind: expect.stringContaining('kind must be'),
      'agents[0].rol': expect.any(String),
    });
  });

  it('of a kind that is not said, but that its fields tell', () => {
    const agents = [{ name: 'A', rol: 'x', provider: 'openai' }, agent('B')];
    expect(problemsOf({ agents, quorum: 3 })).toEqual({
      kind: expect.stringMatching(/^kind must be .* \(did you mean 'parallel'\?\)$/),
      'agents[0].kind': expect.stringContaining("(did you mean 'agent'?)"),
      'agents[0].rol': "there is no such field (did you mean 'role'?)",
      quorum: '3 cannot be reached with 2 agents',
    });
  });

  it('among the names of steps, though a step is wrong', () => {
    const agents = [agent('A'), agent('B', { rol: 'x' }), agent('B'), agent('vote-A')];
    expect(problemsOf({ kind: 'debate', agents, rounds: 'three' })).toEqual({
      'agents[1].rol': expect.any(String),
      'agents[2].name': expect.stringContaining("'B' appears twice"),
      'agents[3].name': expect.stringContaining("cannot be called 'vote-A'"),
      rounds: 'expected a number',
    });
    const steps = [agent('A', { rol: 'x' }), { step: agent('A') }];
    expect(problemsOf({ kind: 'pipeline', steps })).toMatchObject({
      'steps[1].name': expect.stringContaining("'A' appears twice"),
    });
  });

  it('about fields that are missing, of the wrong type, or one of a few values', () => {
    expect(problemsOf({ kind: 'parallel', name: 7, failFast: 'yes' })).toEqual({
      name: 'expected a text',
      agents: 'it is missing: expected a list',
      failFast: 'expected true or false',
    });
    const spec = agent('A', { reasoningEffort: 'hihg' });
    expect(problemsOf(spec)).toEqual({
      reasoningEffort: "expected none, minimal, low, medium, high or xhigh (did you mean 'high'?)",
    });
  });
});

describe('what the workers can do', () => {
  const checks = checksFor(serving, 'openai');

  it('is asked of every name in a spec, also of an agent with other mistakes', () => {
    const wrong = { provider: 'opnai', tools: ['search', 'fecth'], timeout: 90 };
    const steps = [
      { step: agent('A', wrong), transform: 'shoten' },
      { step: agent('B', { provider: 'anthropic' }) },
    ];
    expect(problemsOf({ kind: 'pipeline', steps }, checks)).toEqual({
      'steps[0].transform': expect.stringMatching(
        /^no function 'shoten' .*did you mean 'shorten'\?\) \(registered: shorten\)/,
      ),
      'steps[0].step.provider': expect.stringMatching(
        /^no provider 'opnai' is configured \(did you mean 'openai'\?\); there are openai, anthropic/,
      ),
      'steps[0].step.tools[1]': expect.stringMatching(/^no tool 'fecth' .*did you mean 'fetch'\?/),
      'steps[0].step.timeout': expect.any(String),
      'steps[1].step.provider': expect.stringContaining('needs its API key in ANTHROPIC_API_KEY'),
    });
  });

  it('is asked of the agents that a pattern has besides its steps', () => {
    const moderator = agent('M', { provider: 'no' });
    const debate = { kind: 'debate', agents: [agent('A'), agent('B')], moderator };
    expect(problemsOf(debate, checks)).toEqual({
      'moderator.provider': expect.stringContaining("no provider 'no'"),
    });
  });

  it('decides on the settings of an agent, by the default provider where it names none', () => {
    const hot = agent('A', { temperature: 1, instructons: 'x' });
    expect(problemsOf(hot, checksFor(serving, 'claude'))).toEqual({
      instructons: expect.any(String),
      temperature: expect.stringContaining('the Messages API has no temperature'),
    });
    expect(problemsOf(hot, checks)).toEqual({ instructons: expect.any(String) });
    const decided = agent('A', { providerOptions: { stream: true } });
    expect(problemsOf(decided, checks)).toEqual({
      'providerOptions.stream': expect.stringContaining('providerOptions cannot set this'),
    });
  });

  it('is not asked of tools and functions where they are not known', () => {
    const unknown = checksFor({ ...serving, tools: null, transforms: null }, 'openai');
    const steps = [{ step: agent('A', { tools: ['any'] }), transform: 'any' }];
    expect(readStep({ kind: 'pipeline', steps }, unknown)).toMatchObject({ ok: true });
  });
});

describe('a spec that looks like a text or a list and is none', () => {
  it.each([
    [{ kind: 'agent', name: { length: [{ toString: {} }] } }],
    [{ kind: 'pipeline', steps: { length: [{ toString: 'a', valueOf: 'b' }] } }],
  ])('is refused with the rest: %j', (spec) => {
    expect(readStep(spec)).toMatchObject({ ok: false, problems: expect.any(Array) });
  });
});
