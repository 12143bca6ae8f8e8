import { LiveText } from '../../../../src/activities/live-text/live-text.ts';
import type { JsonSchema } from '../../../../src/core/json-schema.ts';
import type { Random } from '../../../fuzz/support/random.ts';

/** Somebody who reads what comes. */
export class Listener {
  /** Since it began last. */
  said = '';
  pieces: string[] = [];
  restarts: string[] = [];
  /** Arguments of tool calls since it began last. */
  calls: { name: string; text: string }[] = [];

  text(piece: string): void {
    this.said += piece;
    this.pieces.push(piece);
  }

  toolCall(index: number, name: string, piece: string): void {
    const { text } = this.calls[index] ?? { text: '' };
    this.calls[index] = { name, text: text + piece };
  }

  restart(reason: string): void {
    this.said = '';
    this.pieces = [];
    this.calls = [];
    this.restarts.push(reason);
  }
}

export interface HeardAs {
  output?: JsonSchema | null;
  isTrusted?: boolean;
  isThinker?: boolean;
  onThinker?: () => void;
}

/** A reply in pieces, as it is heard until it has ended. */
export function heard(pieces: readonly string[], as: HeardAs = {}) {
  const listener = new Listener();
  const options = { output: null, isTrusted: false, isThinker: false, ...as };
  const live = new LiveText(listener, options);
  for (const piece of pieces) live.text(piece);
  return { listener, live };
}

/** A text cut anywhere, pairs too. */
export function cutAnywhere(text: string, random: Random): string[] {
  const pieces: string[] = [];
  const most = random.oneOf([1, 3, 20, 200]);
  for (let at = 0; at < text.length;) {
    const size = 1 + random.below(most);
    pieces.push(text.slice(at, at + size));
    at += size;
  }
  return pieces;
}
