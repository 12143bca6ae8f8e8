import { CancellationScope } from '@temporalio/workflow';
import { effects } from './activities.ts';
import type { Host } from './host.ts';

/**
 * The calls to models, tools and functions that a workflow waits for. A cancellation reaches an
 * activity only with its next heartbeat, which may take seconds; through the store it is there at once.
 */
export class CallsInFlight {
  readonly #calls = new Set<{ step: string; scope: CancellationScope }>();
  readonly #execution: string;
  readonly #applies: Host['applies'];

  constructor(execution: string, applies: Host['applies']) {
    this.#execution = execution;
    this.#applies = applies;
  }

  /** Makes a call of a step. What it gives is passed on as it is: no promise is put in between. */
  track<T>(step: string, call: () => Promise<T>): Promise<T> {
    const tracked = { step, scope: CancellationScope.current() };
    this.#calls.add(tracked);
    const made = call();
    const end = () => this.#calls.delete(tracked);
    made.then(end, end);
    return made;
  }

  /** Stops the calls that were made in a scope; without one, all of them. */
  stop(scope?: CancellationScope): void {
    const stopped = [...this.#calls].filter(
      (call) => scope === undefined || isWithin(call.scope, scope),
    );
    const paths = [...new Set(stopped.map(({ step }) => step))];
    if (paths.length === 0 || !this.#applies('stop-calls')) return;
    const stopping = () => effects.stopCalls(this.#execution, paths);
    // Without it they are told with their heartbeats.
    CancellationScope.nonCancellable(stopping).catch(() => undefined);
  }
}

function isWithin(scope: CancellationScope, outer: CancellationScope): boolean {
  for (let at: CancellationScope | undefined = scope; at !== undefined; at = at.parent)
    if (at === outer) return true;
  return false;
}
