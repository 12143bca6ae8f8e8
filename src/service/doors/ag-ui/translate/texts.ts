import { type AGUIEvent, EventType } from '@ag-ui/core';
import type { RunEvent } from '../../../../core/events.ts';
import type { EventOf, Place } from './place.ts';
import type { Speakers } from './speakers.ts';

/** A turn of an agent, and the message that is made of it. */
interface Turn {
  seq: number;
  path: string;
  agent: string;
  /** How often it was begun again with text said already. */
  again: number;
  text: string;
  /** Whether its message has begun and not ended. */
  isOpen: boolean;
}

/** What agents say, a message a turn. */
export class Texts {
  readonly #place: Place;
  readonly #speakers: Speakers;
  /** By the `seq` of their beginning. */
  readonly #turns = new Map<number, Turn>();
  /** The last turn at each path. */
  readonly #last = new Map<string, Turn>();
  #answer = '';

  constructor(place: Place, speakers: Speakers) {
    this.#place = place;
    this.#speakers = speakers;
  }

  /** What the team itself said last; `''`: nothing. */
  get answer(): string {
    return this.#answer;
  }

  /** The message of the turn at a path that goes on or was the last; `undefined`: it said nothing. */
  messageAt(path: string): string | undefined {
    const turn = this.#last.get(path);
    return turn === undefined || turn.text === '' ? undefined : this.#idOf(turn);
  }

  take(event: RunEvent): AGUIEvent[] {
    switch (event.type) {
      case 'turn.started':
        this.#begin(event);
        return [];
      case 'text.delta':
        return this.#say(event);
      case 'turn.ended':
        return this.#end(event);
      default:
        return [];
    }
  }

  /** Ends a message that counts no more, and gives its id; `null`: nothing was said. */
  retract({ path }: EventOf<'turn.retried'>): { id: string; events: AGUIEvent[] } | null {
    const turn = this.#last.get(path);
    if (turn === undefined || turn.text === '') return null;
    const id = this.#idOf(turn);
    const events = this.#close(turn);
    turn.again += 1;
    turn.text = '';
    return { id, events };
  }

  /** Ends the messages that are open; they may begin again under the same id. */
  suspend(): AGUIEvent[] {
    return [...this.#turns.values()].flatMap((turn) => this.#close(turn));
  }

  #begin({ seq, path, agent }: EventOf<'turn.started'>): void {
    const turn = { seq, path, agent, again: 0, text: '', isOpen: false };
    this.#turns.set(seq, turn);
    this.#last.set(path, turn);
  }

  #say({ turn: seq, text, offset }: EventOf<'text.delta'>): AGUIEvent[] {
    const turn = this.#turns.get(seq);
    if (turn === undefined || text === '') return [];
    // what was said before this AG-UI run began is not known here, and not said again
    turn.text = offset > turn.text.length ? text : turn.text + text;
    const about = { messageId: this.#idOf(turn), ...this.#speakers.attribution(turn.path) };
    const content: AGUIEvent = { type: EventType.TEXT_MESSAGE_CONTENT, ...about, delta: text };
    if (turn.isOpen) return [content];
    turn.isOpen = true;
    const { agent: name } = turn;
    return [{ type: EventType.TEXT_MESSAGE_START, ...about, role: 'assistant', name }, content];
  }

  #end({ path, text }: EventOf<'turn.ended'>): AGUIEvent[] {
    const turn = this.#last.get(path);
    if (turn === undefined) return [];
    this.#turns.delete(turn.seq);
    if (path === this.#place.answerPath) this.#answer = text;
    return this.#close(turn);
  }

  #close(turn: Turn): AGUIEvent[] {
    if (!turn.isOpen) return [];
    turn.isOpen = false;
    const about = { messageId: this.#idOf(turn), ...this.#speakers.attribution(turn.path) };
    return [{ type: EventType.TEXT_MESSAGE_END, ...about }];
  }

  #idOf({ seq, again }: Turn): string {
    return `${this.#place.run}:${seq}${again === 0 ? '' : `.${again}`}`;
  }
}
