import type { Told } from './told.ts';

/** Passes a text on, and, once it is told to, without the blanks at both of its ends. */
export class TrimmedPieces implements Told {
  readonly #to: Told;
  #isTrimming = false;
  #hasBegun = false;
  #blanks = '';

  constructor(to: Told) {
    this.#to = to;
  }

  /** What comes from now on is the whole text. */
  trim(): void {
    this.#isTrimming = true;
    this.#hasBegun = false;
    this.#blanks = '';
  }

  text(piece: string): void {
    if (!this.#isTrimming) return this.#to.text(piece);
    const begun = this.#hasBegun ? piece : piece.trimStart();
    const end = begun.trimEnd().length;
    if (end === 0) {
      this.#blanks += begun;
      return;
    }
    this.#hasBegun = true;
    this.#to.text(this.#blanks + begun.slice(0, end));
    this.#blanks = begun.slice(end);
  }

  restart(reason: string): void {
    this.#isTrimming = false;
    this.#to.restart(reason);
  }
}
