import { type AGUIEvent, EventType } from '@ag-ui/core';
import type { EventCursor } from '../../../../core/event-cursor.ts';
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
  /** How much of its text was told; UTF-16 units. */
  said: number;
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
    return turn === undefined || turn.said === 0 ? undefined : this.#idOf(turn);
  }

  /** Takes up where an earlier AG-UI run was told up to: of the turns that go on, a part was. */
  goOnFrom({ turns, only }: EventCursor): void {
    for (const turn of this.#turns.values()) turn.said = (turns.get(turn.seq) ?? only)?.offset ?? 0;
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
      case 'step.ended':
        return this.#abandon(event.path);
      default:
        return [];
    }
  }

  /** Ends a message that counts no more, and gives its id; `null`: nothing was said. */
  retract({ path }: EventOf<'turn.retried'>): { id: string; events: AGUIEvent[] } | null {
    const turn = this.#last.get(path);
    if (turn === undefined) return null;
    const retracted = turn.said === 0 ? null : { id: this.#idOf(turn), events: this.#close(turn) };
    turn.again += 1;
    turn.said = 0;
    return retracted;
  }

  /** Ends the messages that are open; they may begin again under the same id. */
  suspend(): AGUIEvent[] {
    return [...this.#turns.values()].flatMap((turn) => this.#close(turn));
  }

  #begin({ seq, path, agent }: EventOf<'turn.started'>): void {
    const turn = { seq, path, agent, again: 0, said: 0, isOpen: false };
    this.#turns.set(seq, turn);
    this.#last.set(path, turn);
  }

  #say({ turn: seq, text, offset }: EventOf<'text.delta'>): AGUIEvent[] {
    const turn = this.#turns.get(seq);
    if (turn === undefined || text === '') return [];
    turn.said = offset + text.length;
    const about = { messageId: this.#idOf(turn), ...this.#speakers.attribution(turn.path) };
    const content: AGUIEvent = { type: EventType.TEXT_MESSAGE_CONTENT, ...about, delta: text };
    if (turn.isOpen) return [content];
    turn.isOpen = true;
    const { agent: name } = turn;
    return [{ type: EventType.TEXT_MESSAGE_START, ...about, role: 'assistant', name }, content];
  }

  #end(event: EventOf<'turn.ended'>): AGUIEvent[] {
    const { path, text } = event;
    const turn = this.#last.get(path);
    if (turn === undefined) return [];
    if (path === this.#place.answerPath) this.#answer = text;
    // what was not told while it was said comes before this event, unless that is all of it
    const { seq } = turn;
    const said =
      turn.said === 0
        ? this.#say({ ...event, type: 'text.delta', text, offset: 0, turn: seq })
        : [];
    this.#turns.delete(seq);
    return [...said, ...this.#close(turn)];
  }

  /** A step that fails or is cancelled in the middle of a turn ends its message too. */
  #abandon(path: string): AGUIEvent[] {
    const turn = this.#last.get(path);
    if (turn === undefined || !this.#turns.delete(turn.seq)) return [];
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
