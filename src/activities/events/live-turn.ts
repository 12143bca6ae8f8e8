import type { EventBody, ToldEvent } from '../../core/events.ts';
import type { Text } from '../../core/content.ts';
import type { EventLog } from './event-log.ts';

/** A turn of an agent, and where it stands. */
export interface TurnPlace {
  /** Workflow id of the outermost run. */
  run: string;
  /** Step path in the run. */
  path: string;
  /** Names the model call for good. */
  call: string;
  /** Names this attempt at it. */
  attempt: string;
}

/** One attempt at a model call, as followers see it. */
export class LiveTurn {
  readonly #log: EventLog;
  readonly #place: TurnPlace;
  /** Id of the event that the text began with. */
  #turn = '';
  #begun = 0;
  #length = 0;

  constructor(log: EventLog, place: TurnPlace) {
    this.#log = log;
    this.#place = place;
  }

  /**
   * The model is about to be asked.
   *
   * @param retried why it is asked once more
   */
  start(started: Omit<EventBody & { type: 'turn.started' }, 'type'>, retried?: string): void {
    if (retried !== undefined) this.#begin({ type: 'turn.retried', reason: retried });
    this.#begin({ type: 'turn.started', ...started });
  }

  /** A piece of what it says. */
  text(piece: string): void {
    const { call } = this.#place;
    this.#log.speak({ turn: this.#turn, call, start: this.#length, text: piece });
    this.#length += piece.length;
  }

  /** What it has said so far counts no more. */
  restart(reason: string): void {
    if (this.#length > 0) this.#begin({ type: 'turn.retried', reason });
  }

  /** Events that are written with its reply: those of the run that wait, and no more text. */
  async take() {
    return await this.#log.take(this.#place.run, this.#turn);
  }

  #begin(event: EventBody<Text>): void {
    const { run, path, call, attempt } = this.#place;
    this.#begun += 1;
    this.#length = 0;
    this.#turn = `${call}@${attempt}.${this.#begun}`;
    this.#log.tell(run, [{ ...event, id: this.#turn, path } satisfies ToldEvent], call);
  }
}
