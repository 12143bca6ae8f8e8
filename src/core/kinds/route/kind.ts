import { agentDefaults } from '../agent/defaults.ts';
import { excerpt } from '../../amounts.ts';
import type { Child, ElementTitle, StepKind } from '../kind.ts';
import type { Step } from '../step.ts';
import { isFunction } from './choice.ts';
import { chooseElement, otherwiseElement, routeElement } from './paths.ts';
import { report } from './report.ts';
import { routerRole } from './roles.ts';
import type { RouteSpec } from './types.ts';
import { view } from './view.ts';

/** A chooser and steps, one of which is done; which one, the choice says. */
export const route: StepKind<'route'> = {
  flow: 'dynamic',
  children: ({ by, routes, otherwise }) => [
    ...chooserIn(by),
    ...Object.entries(routes).map(([name, { step }]) => childAt(`routes.${name}.step`, step)),
    ...(otherwise === null ? [] : [childAt('otherwise', otherwise)]),
  ],
  mapChildren: (spec, change) => ({
    ...spec,
    by: spec.by === null || isFunction(spec.by) ? spec.by : (change(spec.by) as RouteSpec['by']),
    routes: Object.fromEntries(
      Object.entries(spec.routes).map(([name, { when, step }]) => [
        name,
        { when, step: change(step) },
      ]),
    ),
    otherwise: spec.otherwise === null ? null : change(spec.otherwise),
  }),
  title,
  answer: () => null, // which step says it is known only when it was chosen
  speakers: ({ routes, otherwise }) => [
    ...Object.values(routes).map(({ step }) => step),
    ...(otherwise === null ? [] : [otherwise]),
  ],
  nothing: () => ({ route: null, reason: null, result: null }),
  mapResults: (result, change) => ({
    ...result,
    result: result.result === null ? null : change(result.result),
  }),
  finished(spec, of) {
    const chooser = spec.by ?? { kind: 'agent', ...agentDefaults, ...routerRole };
    const names = Object.keys(spec.routes);
    const begun = [...names, null].find((name) => of.wasStarted(routeElement(name)));
    const step = begun === undefined ? null : stepAt(spec, routeElement(begun));
    const result = step === null ? null : of.resultOf(step, routeElement(begun ?? null));
    if (isFunction(chooser)) return { route: begun ?? null, result };
    const { usage, totalCost, unpriced, simulated, warnings } = of.resultOf(chooser, chooseElement);
    return { route: begun ?? null, result, usage, totalCost, unpriced, simulated, warnings };
  },
  report,
  view,
  line: (event) =>
    event.type === 'route.chosen'
      ? `route ${event.route ?? 'none'}: ${excerpt(event.reason ?? '', 60)}`
      : undefined,
};

function chooserIn(by: RouteSpec['by']): Child[] {
  if (by === null) return [];
  return [isFunction(by) ? childAt('by.function', by.function) : childAt('by', by)];
}

function childAt(place: string, step: Child['step']): Child {
  return { place, element: null, step };
}

function title(spec: RouteSpec, element: string): ElementTitle {
  if (element !== chooseElement) return { who: element, what: [], step: stepAt(spec, element) };
  const { by } = spec;
  if (by === null) return { who: routerRole.name, what: ['choice'], step: null };
  if (isFunction(by)) return { who: by.function, what: ['choice'], step: null };
  return { who: by.name, what: ['choice'], step: by };
}

function stepAt({ routes, otherwise }: RouteSpec, element: string): Step | null {
  if (element === otherwiseElement) return otherwise;
  return Object.hasOwn(routes, element) ? (routes[element]?.step ?? null) : null;
}
