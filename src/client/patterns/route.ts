import { parseStep } from '../../core/kinds/step-schema.ts';
import type {
  RouteFunction,
  RouteInput,
  RouteResult,
  RouteSpec,
} from '../../core/kinds/route/types.ts';
import { type ChatOptions, runStep } from '../runs/default-client.ts';
import { specOf, type StepLike } from '../runs/step-like.ts';
import type { Agent } from './agent.ts';

export type {
  RouteEntry,
  RouteEntryInput,
  RouteFunction,
  RouteInput,
  RouteResult,
  RouteSpec,
} from '../../core/kinds/route/types.ts';

/** A way that a request can go. */
export interface RouteLike {
  /** For which requests it is: what the chooser goes by. */
  when: string;
  step: StepLike;
}

/** A route's settings, as in its spec; durations are `'60s'` or milliseconds. */
export interface RouteOptions extends Partial<
  Omit<RouteInput, 'kind' | 'routes' | 'by' | 'otherwise'>
> {
  /** Who chooses: an agent, or a function registered on the worker. Default: an agent is made. */
  by?: Agent | RouteFunction;
  /** What is done where no route is chosen. Default: the run fails with `Route.NoneChosen`. */
  otherwise?: StepLike;
}

/** One of several steps, chosen for each input. */
export class Route {
  readonly spec: RouteSpec;

  /** @throws `Input.Invalid` for no routes, two of one name, or a wrong field */
  constructor(
    routes: Readonly<Record<string, RouteLike>>,
    { by, otherwise, ...options }: RouteOptions = {},
  ) {
    this.spec = parseStep(
      {
        ...options,
        kind: 'route',
        routes: withSpecs(routes),
        ...(by === undefined ? {} : { by: specOf(by as StepLike) }),
        ...(otherwise === undefined ? {} : { otherwise: specOf(otherwise) }),
      },
      'Route',
    ) as RouteSpec;
  }

  async run(input: string, options?: ChatOptions): Promise<RouteResult<string>> {
    return await runStep(this.spec, input, options);
  }
}

/** What is no object of routes is refused by the schema, which can say where it stands. */
function withSpecs(routes: Readonly<Record<string, RouteLike>>): unknown {
  const given: unknown = routes;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return given;
  const entries = Object.entries(routes).map(([name, route]) => [
    name,
    typeof route === 'object' && route !== null && 'step' in route
      ? { ...route, step: specOf(route.step) }
      : route,
  ]);
  return Object.fromEntries(entries);
}
