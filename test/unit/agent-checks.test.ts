import { describe, expect, it } from 'vitest';
import { Agent, type AgentInput } from '../../src/client/index.ts';
import { answerPath } from '../../src/core/kinds/answer-path.ts';
import { checksFor } from '../../src/core/kinds/check-step.ts';
import { parseStep, readStep } from '../../src/core/kinds/step-schema.ts';
import { stepTitle } from '../../src/core/kinds/titles.ts';
import { agentsIn, surveyOf } from '../../src/core/kinds/walk.ts';
import { functionCall } from '../../src/core/web-ui/summaries.ts';

const ann = { kind: 'agent', name: 'Ann', tools: ['look', 'mcp:files/*'] } as const;
const guard = { kind: 'agent', name: 'Guard' } as const;
const by = { function: 'judge' };

const serving = {
  providers: {},
  tools: { look: '', 'mcp:files': '' },
  transforms: { judge: '' },
};

function problems(checks: unknown): string {
  const read = readStep({ ...ann, checks }, checksFor(serving, 'simulated'));
  return read.ok ? '' : read.problems.map(({ path, message }) => `${path}: ${message}`).join('\n');
}

describe('the setting checks', () => {
  it.each([
    [[{ when: 'before', by }], /^checks\[0\]\.when: expected 'input', 'output', 'toolCall' or/],
    [[{ by }], /^checks\[0\]\.when/],
    [[{ when: 'input' }], /^checks\[0\]\.by: expected {function: NAME}/],
    [[{ when: 'input', by: 'judge' }], /^checks\[0\]\.by: expected {function: NAME}/],
    [
      [{ when: 'input', by: { function: 'juge' } }],
      /by\.function: no function 'juge'.*did you mean 'judge'/,
    ],
    [
      [{ when: 'input', by: { function: '{input}' } }],
      /by\.function: expected the name of a function/,
    ],
    [[{ when: 'input', by, tools: ['look'] }], /checks\[0\]\.tools: only checks of 'toolCall'/],
    [
      [{ when: 'toolCall', by, tools: ['lok'] }],
      /checks\[0\]\.tools\[0\]: 'lok' is none of.*mean 'look'/,
    ],
    [[{ when: 'toolCall', by, tools: [] }], /checks\[0\]\.tools/],
    [[{ when: 'input', by: { agent: { ...guard, rol: '' } } }], /checks\[0\]\.by\.agent.*rol/],
    [
      [{ when: 'input', by: { agent: { ...guard, output: {} } } }],
      /by\.agent\.output: an agent that checks/,
    ],
    [
      [{ when: 'input', by: { agent: { ...guard, thread: 't' } } }],
      /by\.agent\.thread: an agent that checks/,
    ],
    [
      [{ when: 'input', by: { agent: { ...guard, checks: [{ when: 'input', by }] } } }],
      /by\.agent\.checks: an agent that checks/,
    ],
    [[{ when: 'input', by: { ...by, agent: guard } }], /checks\[0\]\.by/],
    ['judge', /^checks: /],
  ])('%j is refused', (checks, message) => expect(problems(checks)).toMatch(message));

  it('names tools as the agent does', () => {
    const tools = ['look', 'mcp:files/write', 'remember'];
    expect(problems([{ when: 'toolResult', by, tools }])).toBe('');
  });

  it('has names by default, and reads the same again', () => {
    const checks = [
      { when: 'input', by },
      { when: 'output', by: { agent: guard } },
    ] as const;
    const read = parseStep({ ...ann, checks });
    expect(read).toMatchObject({ checks: [{ name: 'judge' }, { name: 'Guard' }] });
    expect(parseStep(read)).toEqual(read);
    expect(new Agent({ name: 'Ann' }).spec.checks).toEqual([]);
  });

  it('takes an Agent, also as const', () => {
    const options = {
      name: 'Ann',
      checks: [{ when: 'output', by: { agent: new Agent(guard) } }],
    } as const;
    const { spec } = new Agent(options satisfies Omit<AgentInput, 'kind'>);
    expect(spec.checks).toMatchObject([{ name: 'Guard', by: { agent: { kind: 'agent' } } }]);
  });
});

describe('agents and functions that check', () => {
  const checks = [
    { when: 'toolCall', by, name: 'amounts' },
    { when: 'output', by: { agent: { ...guard, provider: 'other' } } },
  ] as const;
  const spec = parseStep({ kind: 'parallel', agents: [{ ...ann, checks }] });

  it('are found by whoever looks for keys, prices and workers', () => {
    expect(agentsIn(spec).map(({ name }) => name)).toEqual(['Ann', 'Guard']);
    expect(surveyOf(spec).functions).toEqual(['judge']);
  });

  it('have titles', () => {
    expect(stepTitle('Ann/check-2-output-1', spec)).toBe(
      'Ann/Guard · check of the answer · turn 1',
    );
    expect(stepTitle('Ann/check-1-toolCall-3.0', spec)).toBe(
      'Ann/amounts · check of a tool call · turn 3',
    );
    expect(stepTitle('Ann/check-9-input', spec)).toBe('Ann/check-9-input');
    const check = { when: 'toolCall', agent: 'Ann', tool: 'look' } as const;
    expect(functionCall({ name: 'judge', check })).toBe(
      'Ann · check of a tool call · look · judge',
    );
  });

  it('may refuse what was said: an agent whose answer is checked does not say it itself', () => {
    const tools: string[] = [];
    expect(answerPath(parseStep({ ...ann, tools }))).toBe('');
    expect(answerPath(parseStep({ ...ann, tools, checks: [{ when: 'input', by }] }))).toBe('');
    expect(answerPath(parseStep({ ...ann, tools, checks: [{ when: 'output', by }] }))).toBeNull();
  });
});
