import { asEntry } from '../../results.ts';
import { withAccessors } from './accessors.ts';
import type { StepKind } from '../kind.ts';
import type { ParallelResult } from './types.ts';

/** Several steps at once; each has its name as the element of its path. */
export const parallel: StepKind<'parallel'> = {
  flow: 'together',
  children: ({ agents }) =>
    agents.map((step, index) => ({ place: `agents[${index}]`, element: step.name, step })),
  mapChildren: (spec, change) => ({ ...spec, agents: spec.agents.map(change) }),
  title: ({ agents }, element) => {
    const step = agents.find(({ name }) => name === element) ?? null;
    return { who: element, what: [], step };
  },
  answer: () => null, // it is made of several
  nothing: () => ({ results: [], allSuccess: false }),
  mapResults: (result, change) => ({
    ...result,
    results: result.results.map(change) as ParallelResult['results'],
  }),
  finished: ({ agents }, of) => ({
    results: agents.map((agent) => asEntry(of.resultOf(agent, agent.name))),
  }),
  present: withAccessors,
};
