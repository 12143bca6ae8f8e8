import type { Child, StepKind } from '../kind.ts';
import { checkAt } from './check-paths.ts';
import type { AgentSpec } from './types.ts';

/** An agent has no steps inside it but its checks; what it does is its loop of turns. */
export const agent: StepKind<'agent'> = {
  flow: 'in turn',
  children: ({ checks = [] }) => checks.map(childOfCheck),
  mapChildren: (spec, change) => ({ ...spec, ...changedChecks(spec, change) }),
  title({ checks = [] }, element) {
    const found = checkAt(checks, element);
    if (found === null) return { who: element, what: [], step: null };
    const { check, what } = found;
    return { who: check.name, what, step: 'agent' in check.by ? check.by.agent : null };
  },
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
