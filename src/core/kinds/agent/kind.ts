import type { StepKind } from '../kind.ts';

/** An agent has no steps inside it; what it does is its loop of turns. */
export const agent: StepKind<'agent'> = {
  flow: 'in turn',
  children: () => [],
  mapChildren: (spec) => spec,
  title: (_, element) => ({ who: element, what: [], step: null }),
  answer: ({ output }) => (output === null ? 'itself' : null), // its content is JSON, what is told the text in it
  nothing: (spec) => ({
    agentName: spec?.name ?? 'agent',
    cost: 0,
    durationMs: 0,
    model: null,
    output: null,
    turns: 0,
    toolCalls: 0,
    approvals: [],
    thread: null,
  }),
  mapResults: (result) => result,
};
