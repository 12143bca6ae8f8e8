import {
  beginsInChannel,
  blocksAtMost,
  mayOpenThinking,
  openedBlock,
} from '../../core/thinking.ts';
import type { Told } from './told.ts';
import type { TrimmedPieces } from './trimmed-pieces.ts';

type State =
  /** What has come may still become a mark. */
  | 'beginning'
  | 'in a block'
  /** What comes is no block. */
  | 'behind'
  /** Channels: only the end of a reply tells which is the last. */
  | 'held';

/** Characters that tell how a text begins. */
const beginning = 100;

/** More than a closing mark has. */
const overlap = 20;

/** Takes the blocks of thinking off the beginning of a reply that comes in pieces. */
export class WithoutBlocks implements Told {
  readonly #to: Told;
  readonly #trimmed: TrimmedPieces;
  #state: State = 'beginning';
  #blocks = 0;
  #blanks = '';
  #pending = '';
  #closing = /^$/;

  /** @param trimmed further on in the same way: an answer behind a block is told without blanks around it */
  constructor(to: Told, trimmed: TrimmedPieces) {
    this.#to = to;
    this.#trimmed = trimmed;
  }

  /** Whether a block was taken off. */
  get hasTaken(): boolean {
    return this.#blocks > 0;
  }

  text(piece: string): void {
    if (this.#state === 'behind') this.#to.text(piece);
    else if (this.#state === 'in a block') this.#think(piece);
    else if (this.#state === 'beginning') this.#begin(piece);
  }

  restart(reason: string): void {
    this.#state = 'beginning';
    this.#blocks = 0;
    this.#blanks = this.#pending = '';
    this.#to.restart(reason);
  }

  #begin(piece: string): void {
    const begun = this.#pending === '' ? piece.trimStart() : piece;
    this.#blanks += piece.slice(0, piece.length - begun.length);
    this.#pending += begun;
    if (this.#pending === '') return;
    const block = openedBlock(this.#pending);
    if (block !== undefined) return this.#open(block.closing, block.end);
    if (beginsInChannel.test(this.#pending)) this.#state = 'held';
    else if (this.#pending.length > beginning || !mayOpenThinking(this.#pending)) this.#pass();
  }

  #pass(): void {
    this.#state = 'behind';
    this.#to.text(this.#blanks + this.#pending);
  }

  #open(closing: RegExp, end: number): void {
    this.#state = 'in a block';
    this.#closing = closing;
    const rest = this.#pending.slice(end);
    this.#pending = '';
    this.#think(rest);
  }

  #think(piece: string): void {
    const seen = this.#pending + piece;
    this.#closing.lastIndex = 0;
    const found = this.#closing.exec(seen);
    if (found === null) {
      this.#pending = seen.slice(-overlap);
      return;
    }
    this.#blocks += 1;
    this.#trimmed.trim();
    this.#state = this.#blocks < blocksAtMost ? 'beginning' : 'behind';
    this.#blanks = this.#pending = '';
    this.text(seen.slice(found.index + found[0].length));
  }
}
