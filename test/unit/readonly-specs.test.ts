import { describe, expect, it } from 'vitest';
import {
  Agent,
  type AgentsClient,
  Debate,
  ParallelAgents,
  parseStep,
  Pipeline,
  Supervisor,
} from '../../src/client/index.ts';
import type { StepInput } from '../../src/core/kinds/step.ts';

const schema = {
  type: 'object',
  properties: { city: { type: 'string', enum: ['Oslo', 'Rome'] } },
  required: ['city'],
} as const;

const ann = {
  kind: 'agent',
  name: 'Ann',
  tools: ['weather'],
  output: schema,
  providerOptions: { include: ['reasoning.encrypted_content'], nested: { deep: [1, 2] } },
} as const;
const bo = { kind: 'agent', name: 'Bo' } as const;

const parallel = { kind: 'parallel', agents: [ann, bo], inputs: { Bo: 'hello' } } as const;
const pipeline = {
  kind: 'pipeline',
  steps: [parallel, { step: ann, transform: bo }, { step: bo, transform: 'Read: {input}' }],
} as const;
const debate = { kind: 'debate', agents: [ann, bo], moderator: bo } as const;
const supervisor = {
  kind: 'supervisor',
  workers: { Ann: ann, Team: pipeline },
  planner: bo,
} as const;

type Runnable = Parameters<AgentsClient['run']>[0];

// What is claimed here is that all this compiles.
describe('a spec that is written `as const`', () => {
  it('is taken as a step', () => {
    const specs: StepInput[] = [ann, parallel, pipeline, debate, supervisor];
    const runnable: Runnable[] = [ann, parallel, pipeline, debate, supervisor];
    const kinds = ['agent', 'parallel', 'pipeline', 'debate', 'supervisor'];
    expect(specs.map((spec) => parseStep(spec).kind)).toEqual(kinds);
    expect(runnable).toHaveLength(5);
  });

  it('is taken by the classes', () => {
    const agent = new Agent(ann);
    const made = [
      agent,
      new ParallelAgents(parallel.agents),
      new Pipeline(pipeline.steps, { transforms: { 0: bo } } as const),
      new Debate(debate.agents, { moderator: agent }),
      new Supervisor({ workers: supervisor.workers, config: { mode: 'all' } } as const),
    ];
    const kinds = ['agent', 'parallel', 'pipeline', 'debate', 'supervisor'];
    expect(made.map(({ spec }) => spec.kind)).toEqual(kinds);
  });
});
