import { describe, expect, it } from 'vitest';
import { Failure, failureType } from '../../src/core/failures.ts';
import { agentsIn, mapAgents } from '../../src/core/kinds/walk.ts';
import type { DebateSpec } from '../../src/core/kinds/debate/types.ts';
import { parseStep } from '../../src/core/kinds/step-schema.ts';

const a = { kind: 'agent', name: 'A' };
const b = { kind: 'agent', name: 'B' };

function problemOf(spec: unknown): string {
  try {
    parseStep(spec);
  } catch (error) {
    if (failureType(error) === Failure.inputInvalid) return (error as Error).message;
    throw error;
  }
  throw new Error('the spec was let through');
}

describe('a step spec', () => {
  it('gets every default filled in', () => {
    expect(parseStep(a)).toEqual({
      kind: 'agent',
      name: 'A',
      role: '',
      provider: null,
      model: null,
      instructions: '',
      tools: [],
      approve: [],
      checks: [],
      approvalTimeout: { after: '24h', outcome: 'deny' },
      output: null,
      maxTurns: 10,
      maxOutputTokens: 4096,
      temperature: null,
      reasoningEffort: null,
      providerOptions: {},
      promptCache: 'auto',
      timeout: null,
      localCalls: false,
      thread: null,
      threadTokens: 16_000,
      threadOverflow: 'summarise',
    });
    expect(parseStep({ kind: 'parallel', agents: [a] })).toMatchObject({
      name: 'parallel',
      inputs: {},
      timeout: '120s',
      failFast: false,
      concurrency: 10,
      quorum: 1,
    });
    expect(parseStep({ kind: 'pipeline', steps: [a] })).toMatchObject({
      name: 'pipeline',
      stepTimeout: '120s',
      stopOnError: true,
      steps: [{ step: { name: 'A' }, transform: null }],
    });
  });

  it('that has been read once reads the same again, whatever its timeouts', () => {
    const spec = parseStep({
      kind: 'pipeline',
      stepTimeout: '500ms',
      steps: [a, { step: { kind: 'parallel', agents: [b] }, transform: 'Then:\n{input}' }],
    });
    expect(parseStep(JSON.parse(JSON.stringify(spec)))).toEqual(spec);
  });

  it.each([
    [
      'an unknown kind',
      { kind: 'swarm' },
      'kind must be agent, debate, loop, map, parallel, person, pipeline, route or supervisor',
    ],
    ['no object', 'hello', 'expected an object with a kind'],
    ['a field that is none', { ...a, rolle: 'x' }, 'rolle: there is no such field'],
    [
      'a wrong field deep inside',
      { kind: 'pipeline', steps: [a, { kind: 'parallel', agents: [{ ...b, maxTurns: 0 }] }] },
      'steps[1].agents[0].maxTurns',
    ],
    [
      'a wrong field in a step with a transform',
      { kind: 'pipeline', steps: [{ step: { ...b, timeout: 'soon' }, transform: '{input}' }] },
      'steps[0].step.timeout',
    ],
    [
      'seconds for a timeout',
      { ...a, timeout: 120 },
      "timeout: 120 would be 120 milliseconds; for 120 seconds write '120s'",
    ],
    ['a timeout of nothing', { ...a, timeout: '0s' }, 'timeout'],
    [
      'the same name twice',
      { kind: 'parallel', agents: [a, a] },
      "agents[1].name: 'A' appears twice",
    ],
    [
      'the same name twice in a row',
      { kind: 'pipeline', steps: [a, { step: a }] },
      'replicas(agent, n)',
    ],
    ['no agents', { kind: 'parallel', agents: [] }, 'agents: at least one agent is needed'],
    [
      'an input for nobody',
      { kind: 'parallel', agents: [a], inputs: { X: 'y' } },
      'inputs.X: there is no agent of this name',
    ],
    [
      'a quorum out of reach',
      { kind: 'parallel', agents: [a], quorum: 2 },
      'quorum: 2 cannot be reached with 1 agents',
    ],
    [
      'a template without its mark',
      { kind: 'pipeline', steps: [{ step: a, transform: 'Edit this' }] },
      'steps[0].transform: a template needs {input}',
    ],
    [
      'a closure',
      { kind: 'pipeline', steps: [{ step: a, transform: (x: string) => x }] },
      'register the function on the worker',
    ],
    ['a name with a slash', { ...a, name: 'a/b' }, 'name'],
    ['half a character in a name', { ...a, name: 'a\ud83d' }, 'name: a name has no line breaks'],
    ['half a character in a thread', { ...a, thread: 'a\ude00' }, 'thread: a thread'],
    ['a NUL in a model', { ...a, model: 'gpt\0' }, 'model'],
    [
      'half a character in a tool',
      { ...a, tools: ['mcp:files/\ud83d'] },
      'tools[0]: a tool is named',
    ],
    ['hardly any room for a thread', { ...a, threadTokens: 100 }, 'threadTokens: '],
    [
      'a thread of two lines',
      { ...a, thread: 'a\nb' },
      "thread: a thread's name has no line breaks",
    ],
    ['a temperature out of range', { ...a, temperature: 3 }, 'temperature'],
  ])('with %s is refused, naming the path', (_, spec, expected) => {
    expect(problemOf(spec)).toContain(expected);
  });

  it.each(['apiKey', 'api_key', 'APIKEY'])(
    'with a key under %s is refused without repeating it',
    (field) => {
      const problem = problemOf({ kind: 'parallel', agents: [{ ...a, [field]: 'sk-secret' }] });
      expect(problem).toContain(`agents[0].${field}: an API key never stands in a spec`);
      expect(problem).not.toContain('sk-secret');
    },
  );

  it('may ask for a key as part of an output, which is no key', () => {
    const output = { type: 'object', properties: { apiKey: { type: 'string' } } };
    expect(parseStep({ ...a, output })).toMatchObject({ output });
  });

  it('that contains itself is refused', () => {
    const loop: { kind: string; agents: unknown[] } = { kind: 'parallel', agents: [] };
    loop.agents.push(loop);
    expect(problemOf(loop)).toContain('contains itself');
  });
});

describe('the agents of a step', () => {
  const spec = parseStep({
    kind: 'pipeline',
    steps: [
      a,
      { step: { kind: 'parallel', agents: [b] }, transform: { kind: 'agent', name: 'T' } },
    ],
  });

  it('are found at any depth, in order, transforms included', () => {
    expect(agentsIn(spec).map(({ name }) => name)).toEqual(['A', 'T', 'B']);
  });

  it('can be changed at any depth', () => {
    const changed = mapAgents(spec, (agent) => ({ ...agent, provider: 'openai' }));
    expect(agentsIn(changed).map(({ provider }) => provider)).toEqual([
      'openai',
      'openai',
      'openai',
    ]);
    expect(agentsIn(spec)[0]?.provider).toBeNull();
  });
});

describe('a debate spec', () => {
  it.each(['positions', 'vote-Ann'])(
    'refuses a debater called %s, which the run uses itself',
    (name) => {
      expect(problemOf({ kind: 'debate', agents: [a, { ...b, name }] })).toContain(
        `agents[1].name: a debater cannot be called '${name}'`,
      );
    },
  );

  it('refuses more turns than a result can hold', () => {
    const agents = Array.from({ length: 5 }, (_, index) => ({ ...a, name: `A${index}` }));
    expect(problemOf({ kind: 'debate', agents, rounds: 900 })).toContain(
      'rounds: 5 agents x 901 rounds are 4505 turns',
    );
  });

  const ends = (fields: object) => {
    const read = parseStep({ kind: 'debate', agents: [a, b], ...fields }) as DebateSpec;
    expect(parseStep(read)).toEqual(read);
    const { stop, stopEarly, consensus } = read;
    return { stop, stopEarly, consensus };
  };

  it.each([
    [{}, { stop: ['supermajority'], stopEarly: true, consensus: 'supermajority' }],
    [{ stopEarly: false }, { stop: [], stopEarly: false, consensus: 'supermajority' }],
    [{ consensus: 'majority' }, { stop: ['majority'], stopEarly: true, consensus: 'majority' }],
    [{ stop: ['unanimous'] }, { stop: ['unanimous'], stopEarly: true, consensus: 'unanimous' }],
    [{ stop: [] }, { stop: [], stopEarly: false, consensus: 'supermajority' }],
    [
      { stop: [{ stable: 2 }], consensus: 'majority' },
      { stop: [{ stable: 2 }], stopEarly: true, consensus: 'majority' },
    ],
  ])('has what ends its rounds, and reads it again the same: %j', (fields, read) => {
    expect(ends(fields)).toEqual(read);
  });

  it.each([
    [
      { stop: ['majority'], stopEarly: false },
      'stop: stop ends the rounds early, and stopEarly is false',
    ],
    [{ stop: [], stopEarly: true }, 'stop: stop is empty, and stopEarly is true'],
    [
      { stop: ['majority'], consensus: 'unanimous' },
      'stop: stop names majority, and consensus is unanimous',
    ],
    [{ stop: [{ stable: 0 }] }, 'stop[0]'],
    [{ options: ['Yes', 'yes!'] }, "options[1]: 'yes!' is there twice"],
    [{ options: ['Yes'] }, 'options: a choice needs two options at least'],
  ])('refuses %j', (fields, problem) => {
    expect(problemOf({ kind: 'debate', agents: [a, b], ...fields })).toContain(problem);
  });
});

describe('workers in the order given', () => {
  const agent = { kind: 'agent', name: 'A' };
  const spec = (names: string[], mode: string) => ({
    kind: 'supervisor',
    mode,
    workers: Object.fromEntries(names.map((name) => [name, { ...agent, name: `w${name}` }])),
  });

  it('cannot be called by whole numbers, which an object has first', () => {
    expect(() => parseStep(spec(['2025', '2024'], 'sequential'))).toThrow(
      /workers\.2024: a name that is a whole number does not keep its place.*workers\.2025/,
    );
    expect(() => parseStep(spec(['writer', '7'], 'sequential'))).toThrow(/workers\.7/);
  });

  it.each([
    [['2025', '2024'], 'selective'],
    [['7'], 'sequential'],
    [['y2025', '07', '1.5', '-1'], 'sequential'],
  ])('%s in the mode %s are good', (names, mode) => {
    expect(() => parseStep(spec(names, mode))).not.toThrow();
  });
});
