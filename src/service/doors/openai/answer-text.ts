import type { RunEvent } from '../../../core/events.ts';

/** Text that goes out now; or that what was sent counts no more, and cannot be taken back. */
export type Piece = { text: string } | { changed: true };

const nothing: Piece = { text: '' };
const changed: Piece = { changed: true };

/** Between what an agent says before it calls a tool and what it says with the tool's result. */
const pause = '\n\n';

/** The text of a run's answer as it is said: from events to pieces that put together are the answer. */
export class AnswerText {
  readonly #path: string | null;
  /** What was sent since the last pause. */
  #sent = '';
  /** How much of the turn that goes on was read; what of it was sent before is not sent again. */
  #read = 0;
  /** Whether the last turn ended with a reply that counts: if another follows, it has called a tool. */
  #isDone = false;
  /** What goes out before the next text. */
  #before = '';
  /** Half a character, until its other half comes. */
  #half = '';

  /** @param path of the step that says the answer; `null`: it comes whole at the end */
  constructor(path: string | null) {
    this.#path = path;
  }

  /** What an event adds. */
  take(event: RunEvent): Piece {
    if (this.#path === null || event.path !== this.#path) return nothing;
    switch (event.type) {
      case 'turn.started':
      case 'turn.retried':
        this.#begin();
        return nothing;
      case 'text.delta':
        return this.#add(event.text.slice(Math.max(0, this.#read - event.offset)));
      case 'turn.ended':
        return event.problem === null ? this.#end(event.text) : nothing;
      default:
        return nothing;
    }
  }

  /** The rest of the answer, once the run has ended with it. */
  finish(content: string): Piece {
    if (!content.startsWith(this.#sent)) return changed;
    this.#read = this.#sent.length;
    const piece = this.#add(content.slice(this.#read));
    return 'text' in piece ? { text: piece.text + this.#half } : piece;
  }

  /** A turn begins, for the first time, again, or behind tool calls. */
  #begin(): void {
    this.#read = 0;
    if (!this.#isDone) return;
    this.#isDone = false;
    if (this.#sent !== '') this.#before = pause;
    this.#sent = this.#half = '';
  }

  #end(text: string): Piece {
    const piece = this.#add(text.slice(this.#read));
    this.#isDone = true;
    return this.#read < this.#sent.length ? changed : piece;
  }

  #add(text: string): Piece {
    const again = this.#sent.slice(this.#read, this.#read + text.length);
    if (!text.startsWith(again)) return changed;
    this.#read += text.length;
    const rest = text.slice(again.length);
    if (rest === '') return nothing;
    this.#sent += rest;
    return { text: this.#whole(rest) };
  }

  /** Clients put pieces together only after each was decoded: none may end with half a character. */
  #whole(rest: string): string {
    const text = this.#half + rest;
    const isHalf = /[\uD800-\uDBFF]$/.test(text);
    this.#half = isHalf ? text.slice(-1) : '';
    const piece = isHalf ? text.slice(0, -1) : text;
    if (piece === '') return '';
    const before = this.#before;
    this.#before = '';
    return before + piece;
  }
}
