import { type AGUIEvent, EventType } from '@ag-ui/core';
import type { RunEvent } from '../../../../core/events.ts';

/** What a front end can show of the run beside the conversation: it stands in its state under `run`. */
interface RunState {
  /** Our run. */
  id: string;
  team: string;
  /** In the studio; `null` where none is served. */
  studio: string | null;
  /** A supervisor's plan and its last review; `null`: there is none. */
  plan: unknown;
  review: unknown;
  /** What its verifier has said last; `null`: nothing. */
  verifications: unknown;
  /** How a debate's last round ended; `null`: there is none. */
  round: { round: number; tally: unknown; consensus: boolean } | null;
}

/** The run in the state that the front end shares, whose other fields stay as they are. */
export class SharedState {
  readonly #given: unknown;
  #run: RunState;

  /** @param given the front end's own state */
  constructor(given: unknown, about: Pick<RunState, 'id' | 'team' | 'studio'>) {
    this.#given = given;
    this.#run = { ...about, plan: null, review: null, verifications: null, round: null };
  }

  /** The whole of it. */
  snapshot(): AGUIEvent {
    const given = this.#given;
    const own = typeof given === 'object' && given !== null && !Array.isArray(given) ? given : {};
    return { type: EventType.STATE_SNAPSHOT, snapshot: { ...own, run: this.#run } };
  }

  /** What an event of the outermost step changes. */
  take(event: RunEvent): AGUIEvent[] {
    const change = event.path === '' ? changeBy(event) : null;
    if (change === null) return [];
    this.#run = { ...this.#run, ...change };
    const delta = Object.entries(change).map(([name, value]) => ({
      op: 'replace' as const,
      path: `/run/${name}`,
      value,
    }));
    return [{ type: EventType.STATE_DELTA, delta }];
  }
}

function changeBy(event: RunEvent): Partial<RunState> | null {
  switch (event.type) {
    case 'plan.made':
      return { plan: event.plan };
    case 'review.made':
      return { review: event.review };
    case 'verification.made':
      return { verifications: event.verifications };
    case 'round.ended': {
      const { round, tally, consensus } = event;
      return { round: { round, tally, consensus } };
    }
    default:
      return null;
  }
}
