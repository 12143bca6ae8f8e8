import { chooseElement, otherwiseElement, routeElement } from './paths.ts';
import type { Chosen, RouteSpec } from './types.ts';
import { joinPath } from '../../step-path.ts';
import type { KindView } from '../../run-view/kinds/kind.ts';

/** Ways that a request can go, and which one it went. */
export interface RouteView {
  ways: readonly WayView[];
  /** Path of the step in which the choice is made. */
  choice: string;
  /** `null`: nothing is chosen yet. */
  chosen: Chosen | null;
  /** Path of the step that is done; `null`: none has begun. */
  taken: string | null;
}

interface WayView {
  name: string;
  /** For which requests it is; `null`: it is not known, or for all that fit no other. */
  when: string | null;
  path: string;
}

declare module '../../run-view/types.ts' {
  interface OwnViews {
    route: RouteView;
  }
}

export const view: KindView<'route'> = {
  open: (spec, path) => ({
    ways: spec === null ? [] : waysOf(spec, path),
    choice: joinPath(path, chooseElement),
    chosen: null,
    taken: null,
  }),
  begun(own, { element, path }) {
    if (element === chooseElement) return own;
    const isKnown = own.ways.some((way) => way.path === path);
    const ways = isKnown ? own.ways : [...own.ways, { name: element, when: null, path }];
    return { ...own, ways, taken: path };
  },
  told(own, event) {
    if (event.type !== 'route.chosen') return own;
    const { route: name, reason } = event;
    return { ...own, chosen: { route: name, reason } };
  },
};

function waysOf({ routes, otherwise }: RouteSpec, path: string): WayView[] {
  const named = Object.entries(routes).map(([name, { when }]): WayView => {
    return { name, when, path: joinPath(path, routeElement(name)) };
  });
  if (otherwise === null) return named;
  return [...named, { name: otherwiseElement, when: null, path: joinPath(path, otherwiseElement) }];
}
