import type { AgentInput } from '../../../src/core/kinds/agent/types.ts';
import type { PipelineInput } from '../../../src/core/kinds/pipeline/types.ts';
import type { StepInput } from '../../../src/core/kinds/step.ts';
import { type ScriptFunction, simulatedReply } from '../../../src/testing/index.ts';
import { agentOf } from '../../support/live-world.ts';
import { type MarkedReply, markOf } from './marks.ts';
import { full } from './scale.ts';

/** Nobody is late, however often and for how long workers are away. */
const long = '2h';

const agent = (name: string): AgentInput => ({
  kind: 'agent',
  name,
  provider: 'openai',
  timeout: long,
});

const version: StepInput = {
  kind: 'pipeline',
  name: 'Version',
  steps: [agent('Drafter'), { kind: 'person', name: 'Ada', question: 'Is this good?\n{input}' }],
  stepTimeout: long,
};

const untilGood: StepInput = {
  kind: 'loop',
  name: 'Until good',
  step: version,
  until: { judge: agent('Judge') },
  timeout: long,
};

const eachPoint: StepInput = {
  kind: 'map',
  name: 'Each point',
  over: agent('Lister'),
  step: untilGood,
  reduce: agent('Binder'),
  timeout: long,
};

const desks: StepInput = {
  kind: 'parallel',
  name: 'Desks',
  agents: [agent('Scout'), eachPoint],
  timeout: long,
};

const panel: StepInput = {
  kind: 'debate',
  name: 'Panel',
  agents: [agent('Advocate'), desks],
  moderator: agent('Chair'),
  rounds: full ? 3 : 1,
  stop: [],
  roundTimeout: long,
};

/** Asks another step while it answers, which then is a run inside its own. */
const researcher: AgentInput = {
  ...agent('Researcher'),
  tools: [
    {
      step: { kind: 'parallel', agents: [agent('Archivist'), agent('Reporter')], timeout: long },
      name: 'ask_archive',
      description: 'What is known already.',
    },
  ],
};

const lead: StepInput = {
  kind: 'supervisor',
  name: 'Lead',
  workers: { Researcher: researcher, Panel: panel },
  planner: agent('Planner'),
  synthesizer: agent('Writer'),
  mode: 'all',
  planningTimeout: long,
  workerTimeout: long,
  synthesisTimeout: long,
};

const desk: StepInput = {
  kind: 'route',
  name: 'Desk',
  by: agent('Clerk'),
  routes: {
    Deep: { when: 'every request', step: lead },
    Short: { when: 'no request', step: agent('Nobody') },
  },
  choosingTimeout: long,
};

/** A kind in another, all nine of them, the innermost an agent and a person; one agent has a step as a tool. */
export const team = {
  kind: 'pipeline',
  name: 'Team',
  steps: [agent('Opener'), desk, agent('Closer')],
  stepTimeout: long,
} satisfies PipelineInput;

/** What its models say. */
export const reply: MarkedReply = (request) => {
  const [name, mark] = [agentOf(request), markOf(request)];
  if (name === 'Lister')
    return JSON.stringify([`Say what it costs (${mark})`, `and why (${mark})`]);
  if (request.outputSchema === null) return `${name} has looked into it (${mark})`;
  const { text = '' } = simulatedReply(request);
  return text.replace(spokenField, (field) => `${field}(${mark}) `);
};

/** The same, with the calls of whoever has a tool and has not used it. */
export const script: ScriptFunction = (request) => {
  const text = reply(request);
  const [tool] = request.messages.at(-1)?.role === 'tool' ? [] : request.tools;
  if (tool === undefined) return text;
  return { text, toolCalls: [{ name: tool.name, arguments: { input: `Tea? ${text}` } }] };
};

/** The beginning of the first field of a form in which a model says what it likes. */
const spokenField = /"(?:reason|reasoning|feedback|why|statement|conclusion|position)":"/;

/** What Ada answers repeats what she is asked about. */
export const answerTo = (question: string): string => `Print it: ${question.split('\n').at(-1)}`;
