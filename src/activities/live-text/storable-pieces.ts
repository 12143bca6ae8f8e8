import { beginningOfKnownKey } from '../known-keys.ts';
import { storable } from '../store/messages.ts';
import type { Told } from './told.ts';

/** Passes a text on as it is stored, whatever the pieces it comes in: no pair is cut, and no key shown. */
export class StorablePieces implements Told {
  readonly #to: Told;
  /** What only its continuation tells how it is stored. */
  #held = '';

  constructor(to: Told) {
    this.#to = to;
  }

  text(piece: string): void {
    const all = this.#held + piece;
    const end = Math.min(beginningOfKnownKey(all), isHalfPair(all) ? all.length - 1 : all.length);
    this.#held = all.slice(end);
    if (end > 0) this.#to.text(storable(all.slice(0, end)));
  }

  restart(reason: string): void {
    this.#held = '';
    this.#to.restart(reason);
  }
}

/** Whether it ends with the first half of a surrogate pair. */
function isHalfPair(text: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff;
}
