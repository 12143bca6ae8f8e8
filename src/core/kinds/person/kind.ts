import type { StepKind } from '../kind.ts';

/** A person who is asked. Nobody knows how long that takes, so it is always a run of its own. */
export const person: StepKind<'person'> = {
  flow: 'waits',
  children: () => [],
  mapChildren: (spec) => spec,
  title: (_, element) => ({ who: element, what: [], step: null }),
  answer: () => null, // an answer comes whole
  nothing: () => ({ answer: null, answeredBy: null, answeredAt: null, timedOut: false }),
  mapResults: (result) => result,
};
