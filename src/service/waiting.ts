import type { RunEvent } from '../core/events.ts';

/** A question, as it was asked. */
export type QuestionAsked = Extract<RunEvent, { type: 'question.asked' }>;

/** How long it is waited with a question for what else goes on; milliseconds. */
const quietMs = 500;
const longestMs = 10_000;

/**
 * When a run that asks people is interrupted: when nothing else goes on in it, so that what is said
 * meanwhile is seen, and several questions come together; in the end whatever goes on.
 */
export class Waiting {
  readonly #now: () => number;
  readonly #asked = new Map<string, QuestionAsked>();
  /** Turns and tool calls that go on. */
  readonly #busy = new Set<string>();
  #since = 0;
  #heardAt = 0;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** What was asked and has no answer yet, as far as was told. */
  get asked(): ReadonlyMap<string, QuestionAsked> {
    return this.#asked;
  }

  take(event: RunEvent): void {
    this.#heardAt = this.#now();
    const { path } = event;
    switch (event.type) {
      case 'turn.started':
        this.#busy.add(path);
        return;
      case 'turn.ended':
        this.#busy.delete(path);
        return;
      case 'tool.called':
        this.#busy.add(`${path}#${event.id}`);
        return;
      case 'tool.ended':
        this.#busy.delete(`${path}#${event.id}`);
        return;
      case 'question.asked':
        if (this.#asked.size === 0) this.#since = this.#heardAt;
        this.#asked.set(event.id, event);
        return;
      case 'question.answered':
        this.#asked.delete(event.id);
        return;
      default:
    }
  }

  /** Waits anew: nothing that was asked waits any more, though that was not told yet. */
  again(): void {
    this.#since = this.#heardAt = this.#now();
  }

  /** Milliseconds until it is to be interrupted; `null`: nothing is asked. */
  dueIn(): number | null {
    if (this.#asked.size === 0) return null;
    const quiet = this.#busy.size === 0 ? this.#heardAt + quietMs : Infinity;
    return Math.max(0, Math.min(quiet, this.#since + longestMs) - this.#now());
  }
}
