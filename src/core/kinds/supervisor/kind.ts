import type { Child, ElementTitle, StepKind } from '../kind.ts';
import type { Step } from '../step.ts';
import { readElement, synthesisElement } from './paths.ts';
import { report } from './report.ts';
import { plannerRole, synthesizerRole } from './roles.ts';
import type { SupervisorSpec } from './types.ts';
import { withAccessors } from './accessors.ts';

/** A planner, workers and a synthesizer; which worker is asked what, and when, the plan says. */
export const supervisor: StepKind<'supervisor'> = {
  flow: 'dynamic',
  children: ({ workers, planner, verifier = null, synthesizer }) => [
    ...Object.entries(workers).map(([name, step]) => childAt(`workers.${name}`, step)),
    ...(planner === null ? [] : [childAt('planner', planner)]),
    ...(verifier === null ? [] : [childAt('verifier', verifier)]),
    ...(synthesizer === null ? [] : [childAt('synthesizer', synthesizer)]),
  ],
  mapChildren: (spec, change) => ({
    ...spec,
    workers: Object.fromEntries(
      Object.entries(spec.workers).map(([name, worker]) => [name, change(worker)]),
    ),
    planner: changed(spec.planner, change),
    ...(spec.verifier === undefined ? {} : { verifier: changed(spec.verifier, change) }),
    synthesizer: changed(spec.synthesizer, change),
  }),
  title,
  answer: ({ synthesizer }) => ({ element: synthesisElement, step: synthesizer }),
  nothing: () => ({
    plan: null,
    plans: [],
    reasoning: null,
    reviews: [],
    verifications: [],
    workerResults: [],
    iterations: 0,
    endedBecause: 'cancelled',
  }),
  mapResults: (result) => result,
  report,
  present: withAccessors,
};

function childAt(place: string, step: Step): Child {
  return { place, element: null, step };
}

function changed(
  agent: SupervisorSpec['planner'],
  change: (child: Step) => Step,
): SupervisorSpec['planner'] {
  return agent === null ? null : (change(agent) as SupervisorSpec['planner']);
}

function title(
  { workers, planner, verifier = null, synthesizer }: SupervisorSpec,
  element: string,
): ElementTitle {
  const read = readElement(element, Object.keys(workers));
  const plannerName = planner?.name ?? plannerRole.name;
  switch (read?.is) {
    case 'plan':
    case 'review':
      return { who: plannerName, what: [`${read.is} ${read.number}`], step: planner };
    case 'verify':
      return {
        who: verifier?.name ?? 'Verifier',
        what: [`verification ${read.number}`],
        step: verifier,
      };
    case 'task': {
      const { version, attempt, id, workerName } = read;
      const again = attempt === 1 ? [] : [`attempt ${attempt}`];
      return {
        who: workerName,
        what: [`plan ${version}`, id, ...again],
        step: workers[workerName] ?? null,
      };
    }
    case 'synthesis':
      return {
        who: synthesizer?.name ?? synthesizerRole.name,
        what: ['synthesis'],
        step: synthesizer,
      };
    case undefined:
      return { who: element, what: [], step: null };
  }
}
