import type { ElementTitle, StepKind } from '../kind.ts';
import { readToolElement } from './paths.ts';
import { stepTools } from './step-tools.ts';
import type { AgentSpec } from './types.ts';

/** What an agent does is its loop of turns; the steps inside it are those that it may ask as tools. */
export const agent: StepKind<'agent'> = {
  flow: 'in turn',
  children: ({ tools }) =>
    tools.flatMap((tool, index) =>
      typeof tool === 'string'
        ? []
        : [{ place: `tools[${index}].step`, element: null, step: tool.step }],
    ),
  mapChildren: (spec, change) => ({
    ...spec,
    tools: spec.tools.map((tool) =>
      typeof tool === 'string' ? tool : { ...tool, step: change(tool.step) },
    ),
  }),
  title,
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

function title(spec: AgentSpec, element: string): ElementTitle {
  const read = readToolElement(element);
  if (read === null) return { who: element, what: [], step: null };
  const { turn, call, tool: who } = read;
  const step = stepTools(spec).find(({ name }) => name === who)?.step ?? null;
  return { who, what: [call === '1' ? `turn ${turn}` : `turn ${turn}, call ${call}`], step };
}
