import type { Child, ElementTitle, StepKind } from '../kind.ts';
import { checkAt } from './check-paths.ts';
import { readToolElement } from './paths.ts';
import { stepTools } from './step-tools.ts';
import type { AgentSpec } from './types.ts';

/** What an agent does is its loop of turns; inside it are the steps that it may ask as tools, and its checks. */
export const agent: StepKind<'agent'> = {
  flow: 'in turn',
  children: ({ tools, checks = [] }) => [
    ...tools.flatMap(childOfTool),
    ...checks.map(childOfCheck),
  ],
  mapChildren: (spec, change) => ({
    ...spec,
    tools: spec.tools.map((tool) =>
      typeof tool === 'string' ? tool : { ...tool, step: change(tool.step) },
    ),
    ...changedChecks(spec, change),
  }),
  title: (spec, element) =>
    titleOfCheck(spec, element) ??
    titleOfTool(spec, element) ?? { who: element, what: [], step: null },
  // Where it has an output, its content is JSON, and what is told the text in it.
  answer: ({ output, checks = [] }) =>
    output === null && !checks.some(({ when }) => when === 'output') ? 'itself' : null,
  nothing: (spec) => ({
    agentName: spec?.name ?? 'agent',
    cost: 0,
    durationMs: 0,
    model: null,
    output: null,
    turns: 0,
    toolCalls: 0,
    approvals: [],
    ...(spec?.checks?.length ? { checks: [] } : {}),
    thread: null,
  }),
  mapResults: (result) => result,
};

/** Only the run decides how often it is asked. */
function childOfTool(tool: AgentSpec['tools'][number], index: number): Child[] {
  if (typeof tool === 'string') return [];
  return [{ place: `tools[${index}].step`, element: null, step: tool.step }];
}

/** Only the run decides how often it is made. */
function childOfCheck({ by }: NonNullable<AgentSpec['checks']>[number], index: number): Child {
  const place = `checks[${index}].by`;
  return 'agent' in by
    ? { place: `${place}.agent`, element: null, step: by.agent }
    : { place: `${place}.function`, element: null, step: by.function };
}

function changedChecks(
  { checks = [] }: AgentSpec,
  change: Parameters<StepKind<'agent'>['mapChildren']>[1],
): Pick<AgentSpec, 'checks'> {
  if (checks.length === 0) return {};
  const changed = checks.map((check) =>
    'agent' in check.by ? { ...check, by: { agent: change(check.by.agent) as AgentSpec } } : check,
  );
  return { checks: changed };
}

function titleOfCheck({ checks = [] }: AgentSpec, element: string): ElementTitle | null {
  const found = checkAt(checks, element);
  if (found === null) return null;
  const { check, what } = found;
  return { who: check.name, what, step: 'agent' in check.by ? check.by.agent : null };
}

function titleOfTool(spec: AgentSpec, element: string): ElementTitle | null {
  const read = readToolElement(element);
  if (read === null) return null;
  const { turn, call, tool: who } = read;
  const step = stepTools(spec).find(({ name }) => name === who)?.step ?? null;
  return { who, what: [call === '1' ? `turn ${turn}` : `turn ${turn}, call ${call}`], step };
}
