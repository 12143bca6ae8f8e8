import { excerpt } from '../../amounts.ts';
import type { AgentSpec } from '../agent/types.ts';
import type { Child, ElementTitle, StepKind } from '../kind.ts';
import { passFinished } from './finished.ts';
import { readElement } from './paths.ts';
import { report } from './report.ts';
import { simulatedVerdict } from './simulated.ts';
import type { LoopSpec, Until } from './types.ts';
import { verdictTitle } from './verdict.ts';
import { verdictWords, view } from './view.ts';

/** A step and what judges it; how often they are asked, the verdicts decide. */
export const loop: StepKind<'loop'> = {
  flow: 'dynamic',
  children: ({ step, until }) => [{ place: 'step', element: null, step }, ...judgesOf(until)],
  mapChildren: (spec, change) => ({
    ...spec,
    step: change(spec.step),
    until: 'judge' in spec.until ? { judge: change(spec.until.judge) as AgentSpec } : spec.until,
  }),
  title,
  answer: () => null, // nobody knows which pass is the last
  nothing: () => ({ iterations: [], kept: null, endedBecause: 'cancelled' }),
  mapResults: (result) => result,
  finished: passFinished,
  report,
  view,
  line(event) {
    if (event.type !== 'pass.judged') return undefined;
    const why = event.feedback ? `: ${excerpt(event.feedback, 60)}` : '';
    return `pass ${event.pass}: ${verdictWords(event).toLowerCase()}${why}`;
  },
  simulated: { [verdictTitle]: simulatedVerdict },
};

function judgesOf(until: Until): Child[] {
  if ('judge' in until) return [{ place: 'until.judge', element: null, step: until.judge }];
  if ('contains' in until) return [];
  return [{ place: 'until.function', element: null, step: until.function }];
}

function title({ step, until }: LoopSpec, element: string): ElementTitle {
  const read = readElement(element);
  if (read === null) return { who: element, what: [], step: null };
  const what = [`pass ${read.pass}`];
  if (read.is === 'step') return { who: step.name, what, step };
  const judge = 'judge' in until ? until.judge : null;
  return { who: judge?.name ?? 'Judge', what, step: judge };
}
