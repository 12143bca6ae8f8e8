import type { Text } from '../../content.ts';
import type { Duration } from '../../durations.ts';
import type { ResultBase } from '../../results.ts';
import type { AgentInput, AgentSpec } from '../agent/types.ts';
import type { Step, StepInput, StepResult } from '../step.ts';

/** A registered function that chooses: it returns a route's name, or `{route, reason}`; `null`: none. */
export interface RouteFunction {
  function: string;
}

/** One of the ways a request can go. */
export interface RouteEntry {
  /** For which requests it is: what a chooser goes by. */
  when: string;
  step: Step;
}

/** A way as it is written. */
export type RouteEntryInput = Omit<RouteEntry, 'step'> & { step: StepInput };

/** One of several steps, chosen for each input. */
export interface RouteSpec {
  kind: 'route';
  name: string;
  /** Who chooses. `null`: an agent is made, with the provider and model of the first one in the routes. */
  by: AgentSpec | RouteFunction | null;
  /** By the names that the chooser knows them under. */
  routes: Record<string, RouteEntry>;
  /** What is done where none is chosen; `null`: the run fails with `Route.NoneChosen`. */
  otherwise: Step | null;
  /** For the choice. The chosen step has the time that it has by itself. */
  choosingTimeout: Duration;
}

/** A route as it is written: all but its routes may be left out. */
export type RouteInput = Pick<RouteSpec, 'kind'> &
  Partial<Omit<RouteSpec, 'kind' | 'by' | 'routes' | 'otherwise'>> & {
    routes: Readonly<Record<string, RouteEntryInput>>;
    by?: AgentInput | RouteFunction | null;
    otherwise?: StepInput | null;
  };

/** Which way was chosen, and what came of it; its content is the chosen step's. */
export interface RouteResult<C = Text> extends ResultBase<C> {
  kind: 'route';
  /** The chosen one; `null`: none, so that `otherwise` was done, or nothing was chosen at all. */
  route: string | null;
  /** Why, as the chooser says; `null`: it has not said. */
  reason: string | null;
  /** The result of the step that was done; `null`: none was. */
  result: StepResult<C> | null;
}

/** What a chooser chose. */
export type Chosen = Pick<RouteResult, 'route' | 'reason'>;

declare module '../step.ts' {
  interface KindTypes<C> {
    route: {
      spec: RouteSpec;
      input: RouteInput;
      result: RouteResult<C>;
      presented: RouteResult<string>;
    };
  }
}

declare module '../../events.ts' {
  // oxlint-disable-next-line no-unused-vars -- every declaration of it has the same parameters
  interface KindEvents<T> {
    /** `route` `null`: none, so that `otherwise` is done. `reason` `null`: none was given. */
    'route.chosen': { route: string | null; reason: string | null };
  }
}
