import { beginningOfKnownKey, knownKeyBeginsBefore } from '../known-keys.ts';
import { storable } from '../store/messages.ts';
import type { Told } from './told.ts';

/** Of a key, as much as many of them begin with: so much may be told before it is known for one. */
const shown = 3;

/** Passes a text on as it is stored, whatever the pieces it comes in: no pair is cut, and no key shown. */
export class StorablePieces implements Told {
  readonly #to: Told;
  /** The end of what was passed on. */
  #last = '';
  /** What only its continuation tells how it is stored. */
  #held = '';
  /** A key has begun in what was passed on: only the end of the text puts it right. */
  #isOver = false;

  constructor(to: Told) {
    this.#to = to;
  }

  text(piece: string): void {
    if (this.#isOver) return;
    const before = this.#last.length;
    const all = this.#last + this.#held + piece;
    this.#isOver = before > 0 && knownKeyBeginsBefore(all, before);
    if (this.#isOver) return;
    const whole = isHalfPair(all) ? all.length - 1 : all.length;
    const end = Math.max(before, Math.min(beginningOfKnownKey(all, shown + 1), whole));
    this.#last = all.slice(Math.max(0, end - shown), end);
    this.#held = all.slice(end);
    if (end > before) this.#to.text(storable(all.slice(before, end)));
  }

  restart(reason: string): void {
    this.#last = this.#held = '';
    this.#isOver = false;
    this.#to.restart(reason);
  }
}

/** Whether it ends with the first half of a surrogate pair. */
function isHalfPair(text: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff;
}
