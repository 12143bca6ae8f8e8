import { type AGUIEvent, EventType } from '@ag-ui/core';
import type { RunEvent } from '../../../../core/events.ts';

/** The steps that go on, as phases of the run: by their paths, which are open once at a time. */
export class Steps {
  readonly #open = new Set<string>();

  take(event: RunEvent): AGUIEvent[] {
    if (event.type === 'step.started' && !this.#open.has(event.path)) {
      this.#open.add(event.path);
      return [{ type: EventType.STEP_STARTED, stepName: event.path }];
    }
    if (event.type === 'step.ended' && this.#open.delete(event.path))
      return [{ type: EventType.STEP_FINISHED, stepName: event.path }];
    return [];
  }

  /** Closes what is open, the innermost first; it stays known. */
  suspend(): AGUIEvent[] {
    return [...this.#open]
      .toReversed()
      .map((stepName) => ({ type: EventType.STEP_FINISHED, stepName }));
  }

  /** Opens again what is open. */
  reopen(): AGUIEvent[] {
    return [...this.#open].map((stepName) => ({ type: EventType.STEP_STARTED, stepName }));
  }
}
