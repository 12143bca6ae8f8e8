import { describe, expect, it } from 'vitest';
import { Agent, Pipeline } from '../../src/client/index.ts';
import type { AgentInput, StepToolInput } from '../../src/core/kinds/agent/types.ts';
import { isSmall } from '../../src/core/kinds/small-pattern.ts';
import { parseStep, readStep } from '../../src/core/kinds/step-schema.ts';
import type { StepInput } from '../../src/core/kinds/step.ts';
import { stepTitle } from '../../src/core/kinds/titles.ts';
import { mapAgents, surveyOf } from '../../src/core/kinds/walk.ts';
import { StepCalls } from '../../src/workflows/runtime/step-calls.ts';

const agent = (name: string, more: Partial<AgentInput> = {}): AgentInput => ({
  ...{ kind: 'agent', name, provider: 'scripted' },
  ...more,
});
const tool = (step: StepInput, name = 'research'): StepToolInput => ({
  ...{ step, name, description: `asks ${name}` },
});
const boss = (more: Partial<AgentInput> = {}): AgentInput =>
  agent('Boss', { tools: [tool(agent('Ann'))], ...more });

describe('the spec of an agent with steps as tools', () => {
  const problems = (spec: object) => {
    const read = readStep({ kind: 'agent', name: 'Boss', ...spec });
    return read.ok ? [] : read.problems.map(({ path, message }) => `${path}: ${message}`);
  };
  const one = tool(agent('Ann'));

  it('is filled in at any depth, and read again is the same', () => {
    const spec = parseStep(boss({ tools: ['look', one], approve: ['research'] }));
    expect(spec).toMatchObject({ tools: ['look', { name: 'research', step: { maxTurns: 10 } }] });
    expect(parseStep(spec)).toEqual(spec);
  });

  it('is asked for all that is in it, and changed with it', () => {
    const inner: StepInput = {
      kind: 'pipeline',
      steps: [{ step: agent('Ben'), transform: 'trim' }],
    };
    const spec = parseStep(boss({ tools: [one, tool(inner, 'line')] }));
    const { agents, functions } = surveyOf(spec);
    expect(agents.map(({ name }) => name)).toEqual(['Boss', 'Ann', 'Ben']);
    expect(functions).toEqual(['trim']);
    const moved = mapAgents(spec, (each) => ({ ...each, provider: 'other' }));
    expect(surveyOf(moved).agents.map(({ provider }) => provider)).toEqual([
      'other',
      'other',
      'other',
    ]);
  });

  it('is none of a small one, which would run inside its parent', () => {
    const around = (step: StepInput) => parseStep({ kind: 'parallel', agents: [step] });
    expect(isSmall(around(agent('Ann')))).toBe(true);
    expect(isSmall(around(boss()))).toBe(false);
  });

  it.each([
    [{ tools: [one, one] }, 'tools: a tool is listed twice'],
    [{ tools: ['research', one] }, 'tools: a tool is listed twice'],
    [{ tools: [{ ...one, name: 'remember' }] }, 'tools: remember and forget are built in'],
    [{ tools: [{ ...one, name: 'two words' }] }, 'tools[0].name: a step as a tool is named by'],
    [{ tools: [{ ...one, name: 'mcp:a/b' }] }, 'tools[0].name: a step as a tool is named by'],
    [{ tools: [{ ...one, description: ' ' }] }, 'tools[0].description: say what it is good for'],
    [{ tools: [{ name: 'a', description: 'b' }] }, 'tools[0].step: '],
    [{ tools: [{ ...one, step: { kind: 'agent' } }] }, 'tools[0].step.name'],
    [{ tools: [{ ...one, when: 'now' }] }, 'tools[0].when'],
    [{ tools: [7] }, "tools[0]: a tool's name, or a step as a tool"],
    [{ tools: [one], approve: ['reserch'] }, "did you mean 'research'"],
  ])('refuses %j', (spec, problem) => {
    expect(problems(spec).join('\n')).toContain(problem);
  });

  it('has words for the paths of what it asks', () => {
    const spec = parseStep(boss({ tools: [tool({ kind: 'pipeline', steps: [agent('Ben')] })] }));
    expect(stepTitle('2.1-research/1-Ben', spec)).toBe('research · turn 2/1-Ben');
    expect(stepTitle('2.3-research', spec)).toBe('research · turn 2, call 3');
  });

  it('can be written with objects', () => {
    const line = new Pipeline([new Agent({ name: 'Ben' })], { name: 'Line' });
    const asked = { step: line, name: 'line', description: 'a line' };
    expect(new Agent({ name: 'Boss', tools: ['look', asked] }).spec.tools).toEqual([
      'look',
      { ...asked, step: line.spec },
    ]);
    expect(() => new Agent({ name: 'Boss', tools: 'look' as never })).toThrow('tools: ');
  });
});

describe('the calls of steps that a run may make', () => {
  it('are lent, and what was not used comes back; of a lost run all count', () => {
    const calls = new StepCalls({ depth: 0, left: 10 });
    expect(calls.take()).toBe(true);
    const [one, other] = [calls.lend(2, 1), calls.lend(1)];
    expect([one, other]).toEqual([
      { depth: 1, left: 4 },
      { depth: 0, left: 5 },
    ]);
    expect(calls.take()).toBe(false);
    calls.giveBack(one, 1);
    calls.giveBack(other, null);
    expect(calls.used).toBe(7);
    expect(new StepCalls(calls.soFar).soFar).toEqual({ depth: 0, left: 3, used: 7 });
  });
});
