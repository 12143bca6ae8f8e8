import type { StepInput } from '../../src/core/kinds/step.ts';
import { expectRun, type Scenario, writeRun } from './recorder.ts';

const agent = (name: string, more: object = {}) => ({ kind: 'agent' as const, name, ...more });
const team = {
  kind: 'parallel' as const,
  name: 'Team',
  agents: [agent('Optimist'), agent('Pessimist')],
};

interface Run {
  step: StepInput;
  input?: string;
  context?: string;
}

/** A run that goes well, with the replies of the simulated model. */
const simulated =
  ({ step, input = 'Is it worth it?', ...options }: Run): Scenario =>
  async (world, name) => {
    const given = { ...options, id: name, provider: 'simulated' };
    expectRun(name, await world.client.run(step, input, given));
    await writeRun(world, name);
  };

/** A run for each kind of step, and a nested one. */
export const simulatedRuns: Record<string, Scenario> = {
  agent: simulated({
    step: agent('Analyst', {
      output: { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] },
    }),
  }),
  parallel: simulated({ step: { ...team, concurrency: 1, failFast: true } }),
  map: simulated({
    step: { kind: 'map', step: agent('Reader'), reduce: agent('Editor') },
    input: 'Tea\n\nCoffee\nWater',
  }),
  /** Of so long a step that a child run does only eight items. */
  'map-parts': simulated({
    step: { kind: 'map', step: agent('Reader', { instructions: 'x'.repeat(1_000_000) }) },
    input: 'a\nb\nc\nd\ne\nf\ng\nh\ni',
  }),
  pipeline: simulated({
    step: {
      kind: 'pipeline',
      steps: [
        agent('Writer'),
        { step: agent('Editor'), transform: 'Edit this:\n{input}' },
        { step: agent('Translator'), transform: 'shorten' },
        { step: agent('Critic'), transform: agent('Reader') },
      ],
    },
  }),
  supervisor: simulated({
    step: {
      kind: 'supervisor',
      workers: { Researcher: agent('Researcher'), Team: team, Writer: agent('Writer') },
      maxIterations: 2,
    },
  }),
  'debate-inline': simulated({
    step: {
      kind: 'debate',
      agents: [agent('Advocate'), { ...team, name: 'Panel' }, agent('Critic'), agent('Judge')],
      consensus: 'unanimous',
      rounds: 2,
    },
  }),
  debate: simulated({
    step: {
      kind: 'debate',
      votes: 'separate',
      agents: [agent('Advocate'), { ...team, name: 'Panel' }, agent('Critic')],
      consensus: 'unanimous',
      rounds: 2,
    },
  }),
  route: simulated({
    step: {
      kind: 'route',
      routes: { prices: { when: 'what something costs', step: agent('Accountant') } },
      otherwise: {
        kind: 'route',
        name: 'Second desk',
        routes: { all: { when: 'whatever it is', step: team } },
      },
    },
  }),
  'steps-as-tools': simulated({
    step: agent('Boss', {
      tools: [
        { step: team, name: 'ask_team', description: 'what a team says of a question' },
        { step: agent('Librarian'), name: 'look_up', description: 'what is in the books' },
      ],
    }),
    input: 'Use ask_team and look_up: is it worth it?',
  }),
  loop: simulated({
    step: {
      kind: 'loop',
      step: {
        kind: 'pipeline',
        name: 'Desk',
        steps: [team, { step: agent('Writer'), transform: 'Decide:\n{input}' }],
      },
      until: { judge: agent('Editor') },
      keep: 'best',
    },
  }),
  nested: simulated({
    step: {
      kind: 'pipeline',
      steps: [team, { step: agent('Judge'), transform: { ...team, name: 'Second team' } }],
    },
    input: 'Is it worth it? '.repeat(70),
    context: 'It is about AI. '.repeat(70),
  }),
};
