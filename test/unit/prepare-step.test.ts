import { describe, expect, it } from 'vitest';
import { Agent, replicas } from '../../src/client/patterns/agent.ts';
import { ParallelAgents } from '../../src/client/patterns/parallel-agents.ts';
import { Pipeline } from '../../src/client/patterns/pipeline.ts';
import { onThread, prepareStep } from '../../src/client/runs/prepare-step.ts';
import { agentsIn } from '../../src/core/kinds/walk.ts';

const defaults = { provider: 'openai', model: 'gpt-x' };
const agent = (name: string, more: object = {}) => ({ kind: 'agent' as const, name, ...more });

describe('a step that is prepared for a run', () => {
  it('has the default provider and model where it names none, and only there', () => {
    const step = prepareStep(
      {
        kind: 'parallel',
        agents: [agent('A'), agent('B', { provider: 'house' }), agent('C', { model: 'm' })],
      },
      defaults,
    );
    expect(agentsIn(step).map(({ provider, model }) => [provider, model])).toEqual([
      ['openai', 'gpt-x'],
      ['house', null],
      ['openai', 'm'],
    ]);
  });

  it('is refused with an output that is not a JSON Schema, before anything is paid for', () => {
    const step = {
      kind: 'parallel' as const,
      agents: [agent('A'), agent('B', { output: { type: 'strng' } })],
    };
    expect(() => prepareStep(step, defaults)).toThrow(
      /agents\[1\]\.output: it is not a JSON Schema/,
    );
  });

  it('is refused when it is nested under names too long for an id', () => {
    let step: object = agent('A');
    for (let level = 0; level < 11; level++) {
      step = { kind: 'parallel', name: `${level}`.padEnd(100, 'x'), agents: [step] };
    }
    expect(() => prepareStep(step as never, defaults)).toThrow(/nest less, or shorten them/);
  });

  it('has one agent on the thread of a run; several name their own', () => {
    const one = prepareStep(agent('A'), defaults);
    expect(agentsIn(onThread(one, 't'))[0]?.thread).toBe('t');
    const two = { kind: 'parallel' as const, agents: [agent('A'), agent('B', { thread: 'own' })] };
    expect(() => onThread(prepareStep(two, defaults), 't')).toThrow(/needs a single agent/);
  });
});

describe('a class', () => {
  it.each([
    ['no step', () => new Pipeline([null as never]), 'steps[0]'],
    ['a text for a step', () => new Pipeline(['x' as never]), 'steps[0]'],
    ['nothing for an agent', () => new ParallelAgents([undefined as never]), 'agents[0]'],
    ['no options', () => new Agent(undefined as never), 'name'],
    [
      'a transform for no step',
      () => new Pipeline([agent('A')], { transforms: { 9: '{input}' } }),
      'transforms.9',
    ],
    ['no whole number of replicas', () => replicas(new Agent({ name: 'A' }), 2.5), 'replicas'],
    ['no replicas', () => replicas(new Agent({ name: 'A' }), 0), 'replicas'],
  ])('given %s says what is wrong, and where', (_, make, path) => {
    expect(make).toThrow(expect.objectContaining({ type: 'Input.Invalid' }));
    expect(make).toThrow(path);
  });
});
