import { afterLoneClosing, closingMark, longestClosingMark } from '../../core/thinking.ts';
import type { Told } from './told.ts';
import type { TrimmedPieces } from './trimmed-pieces.ts';

type State =
  /** What comes is the answer, as far as one can tell. */
  | 'open'
  /** It is held back: the model is known to think before a closing mark. */
  | 'waiting'
  /** A closing mark has come: what is around it tells how it is meant. */
  | 'judging'
  /** It was meant: what comes is the answer. */
  | 'behind'
  /** Only the end of the reply tells. */
  | 'held';

/** Characters behind a mark that tell how it is meant. */
const lookedAhead = 60;

/** Marks that are judged; each costs to read all that has come. */
const judgedAtMost = 5;

/**
 * Takes off what stands before a lone closing mark, in a reply that comes in pieces. That it was
 * thinking shows only then: what was told of it is taken back.
 */
export class WithoutUntoldThinking implements Told {
  readonly #to: Told;
  readonly #trimmed: TrimmedPieces;
  readonly #begins: State;
  /** Where it goes on behind a mark that was not meant. */
  #resumes: State;
  #state: State;
  #all = '';
  #tail = '';
  /** From a mark on, while it is judged, and where in it the mark ends. */
  #pending = '';
  #markEnd = 0;
  #judged = 0;
  #hasTold = false;
  #found = false;

  /**
   * @param trimmed further on in the same way
   * @param isExpected whether the model is known to think so
   */
  constructor(to: Told, trimmed: TrimmedPieces, isExpected: boolean) {
    this.#to = to;
    this.#trimmed = trimmed;
    this.#begins = isExpected ? 'waiting' : 'open';
    this.#state = this.#resumes = this.#begins;
  }

  /** Whether there was such thinking; known at the end. */
  hasFound(): boolean {
    if (this.#state === 'judging') this.#found = afterLoneClosing(this.#all) !== this.#all;
    return this.#found;
  }

  /** There is none of it in the text: a server tells it apart, or it has had its marks. */
  expectNone(): void {
    this.#resumes = 'open';
    if (this.#state !== 'waiting') return;
    this.#state = 'open';
    if (this.#all !== '') this.#tell(this.#all);
  }

  text(piece: string): void {
    this.#all += piece;
    this.#take(piece);
  }

  restart(reason: string): void {
    this.#state = this.#resumes = this.#begins;
    this.#all = this.#tail = this.#pending = '';
    this.#judged = 0;
    this.#hasTold = false;
    this.#to.restart(reason);
  }

  #take(piece: string): void {
    if (this.#state === 'behind') this.#tell(piece);
    else if (this.#state === 'judging') this.#judge(piece);
    else if (this.#state !== 'held') this.#search(piece);
  }

  #search(piece: string): void {
    const seen = this.#tail + piece;
    closingMark.lastIndex = 0;
    const found = closingMark.exec(seen);
    const start = found === null ? piece.length : Math.max(0, found.index - this.#tail.length);
    if (this.#state === 'open') this.#tell(piece.slice(0, start));
    if (found === null) {
      this.#tail = seen.slice(-longestClosingMark);
      return;
    }
    this.#markEnd = found.index + found[0].length - this.#tail.length - start;
    this.#tail = this.#pending = '';
    this.#state = 'judging';
    this.#judge(piece.slice(start));
  }

  #judge(piece: string): void {
    this.#pending += piece;
    if (this.#pending.length < this.#markEnd + lookedAhead) return;
    const answer = afterLoneClosing(this.#all);
    if (answer === this.#all) return this.#goOn();
    this.#found = true;
    this.#state = 'behind';
    if (this.#hasTold) this.#to.restart('the model had been thinking aloud');
    this.#trimmed.trim();
    this.#tell(answer);
  }

  /** Somebody writes about the mark. */
  #goOn(): void {
    this.#judged += 1;
    const rest = this.#pending.slice(this.#markEnd);
    const known = this.#hasTold
      ? this.#pending.slice(0, this.#markEnd)
      : this.#all.slice(0, this.#all.length - rest.length);
    this.#state = this.#judged < judgedAtMost ? this.#resumes : 'held';
    if (this.#state === 'open') this.#tell(known);
    this.#take(rest);
  }

  #tell(piece: string): void {
    if (piece === '') return;
    this.#hasTold = true;
    this.#to.text(piece);
  }
}
