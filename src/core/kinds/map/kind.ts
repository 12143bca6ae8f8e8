import { countOf, excerpt, showCost } from '../../amounts.ts';
import type { Report } from '../../report.ts';
import type { Child, ElementTitle, StepKind } from '../kind.ts';
import type { Step } from '../step.ts';
import { lastReduceElement, listElement, readElement } from './paths.ts';
import type { MapResult, MapSource, MapSpec } from './types.ts';

/** A step for each item of a list; a long list is done in child runs, each of a part of it. */
export const map: StepKind<'map'> = {
  flow: 'dynamic',
  hasItems: true,
  children: ({ over, step, reduce }) => [
    ...sourceOf(over),
    { place: 'step', element: null, step },
    ...(reduce === null ? [] : [{ place: 'reduce', element: null, step: reduce }]),
  ],
  mapChildren: (spec, change) => ({
    ...spec,
    over: isStep(spec.over) ? change(spec.over) : spec.over,
    step: change(spec.step),
    reduce: spec.reduce === null ? null : change(spec.reduce),
  }),
  title,
  answer: ({ reduce }) => (reduce === null ? null : { element: lastReduceElement, step: reduce }),
  nothing: () => ({ total: 0, succeeded: 0, failed: 0, items: [], reduced: null }),
  mapResults: (result) => result, // items stand in the store
  report,
};

/** Whether the items come from a step. */
export function isStep(over: MapSource): over is Step {
  return typeof over === 'object' && 'kind' in over;
}

function sourceOf(over: MapSource): Child[] {
  if (typeof over === 'string') return [];
  const step = isStep(over) ? over : over.function;
  return [{ place: 'over', element: listElement, step }];
}

function title(spec: MapSpec, element: string): ElementTitle {
  const { itemName, over, step, reduce } = spec;
  const read = readElement(element);
  switch (read?.is) {
    case 'item':
      return { who: `${itemName} ${read.index}`, what: [], step };
    case 'part':
      return { who: `${itemName} ${element}`, what: [], step: spec };
    case 'list':
      return { who: isStep(over) ? over.name : 'list', what: [], step: isStep(over) ? over : null };
    case 'reduce':
      return { who: reduce?.name ?? element, what: [], step: reduce };
    case 'group': {
      const what = [`pass ${read.pass}`, `group ${read.group}`];
      return { who: reduce?.name ?? element, what, step: reduce };
    }
    case undefined:
      return { who: element, what: [], step: null };
  }
}

/** Items that a report names, those that did not succeed first. */
const reportedItems = 20;

function report({ total, succeeded, failed, items }: MapResult<string>): Report {
  const open = total - succeeded - failed;
  const rest = open === 0 ? '' : `, ${open} not tried`;
  const ended = `${countOf(total, 'item')}: ${succeeded} succeeded, ${failed} failed${rest}.`;
  const shown = items.toSorted((a, b) => Number(a.success) - Number(b.success));
  const rows = shown.slice(0, reportedItems).map(({ index, content, error, cost }) => {
    const said = error === null ? content : `${error.type}: ${error.message}`;
    return [`  ${index}`, excerpt(said ?? 'not tried', 72), showCost(cost)];
  });
  return { blocks: [...(rows.length === 0 ? [] : [{ rows }]), { lines: [ended] }], parts: [] };
}
