import { describe, expect, it } from 'vitest';
import { Agent, replicas } from '../../src/client/patterns/agent.ts';
import { ParallelAgents } from '../../src/client/patterns/parallel-agents.ts';
import { Pipeline } from '../../src/client/patterns/pipeline.ts';
import { checkRun } from '../../src/client/runs/check-run.ts';
import { refuseRun } from '../../src/client/runs/prepare-run.ts';
import type { RunOptions } from '../../src/client/runs/run-options.ts';
import type { StepLike } from '../../src/client/runs/step-like.ts';
import type { Step } from '../../src/core/kinds/step.ts';
import { agentsIn } from '../../src/core/kinds/walk.ts';

const defaults = { provider: 'openai', model: 'gpt-x' };

function prepare(step: StepLike, options: RunOptions = {}): Step {
  const checked = checkRun({ step, input: null, options }, { defaults, serving: null });
  if (checked.ok) return checked.spec;
  throw refuseRun(checked.problems);
}

const agent = (name: string, more: object = {}) => ({ kind: 'agent' as const, name, ...more });

describe('a step that is prepared for a run', () => {
  it('has the default provider and model where it names none, and only there', () => {
    const step = prepare({
      kind: 'parallel',
      agents: [agent('A'), agent('B', { provider: 'house' }), agent('C', { model: 'm' })],
    });
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
    expect(() => prepare(step)).toThrow(/agents\[1\]\.output: it is not a JSON Schema/);
  });

  it('is refused when it is nested under names too long for an id', () => {
    let step: object = agent('A');
    for (let level = 0; level < 11; level++) {
      step = { kind: 'parallel', name: `${level}`.padEnd(100, 'x'), agents: [step] };
    }
    expect(() => prepare(step as never)).toThrow(/nest less, or shorten them/);
  });

  it('is on the thread of a run as a whole, unless it names its own', () => {
    expect(prepare(agent('A'), { thread: 't' })).toMatchObject({ thread: 't' });
    const two = { kind: 'parallel' as const, agents: [agent('A'), agent('B', { thread: 'own' })] };
    const team = prepare(two, { thread: 't' });
    expect(team).toMatchObject({ thread: 't', agents: [{ thread: null }, { thread: 'own' }] });
    expect(prepare({ ...two, thread: 'of-team' }, { thread: 't' })).toMatchObject({
      thread: 'of-team',
    });
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
