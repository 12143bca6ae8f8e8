import { beginningOf } from '../../core/unicode.ts';
import { mostCalls } from '../providers/reading/tool-calls.ts';
import { storable } from '../store/messages.ts';
import { StorablePieces } from './storable-pieces.ts';
import type { ToldReply } from './told.ts';

/** Of a tool's name, which is told with each piece. */
const longestName = 200;

/** A tool call as far as it has come. */
interface LiveCall {
  name: string;
  /** What has come before its name. */
  held: string;
  pieces: StorablePieces;
  told: string;
}

/**
 * Passes on the arguments of a reply's tool calls as they are stored: no pair is cut, and no key shown.
 * What is held back at the end is not told: the whole stands in the call.
 */
export class LiveCalls {
  readonly #to: ToldReply;
  readonly #calls = new Map<number, LiveCall>();

  constructor(to: ToldReply) {
    this.#to = to;
  }

  /** @param name empty as long as it is not known */
  add(index: number, name: string, piece: string): void {
    if (index >= mostCalls) return;
    const call = this.#calls.get(index) ?? this.#begin(index);
    call.name ||= beginningOf(storable(name), longestName);
    call.held += piece;
    if (call.name === '') return;
    const held = call.held;
    call.held = '';
    call.pieces.text(held);
  }

  /**
   * The reply begins again.
   *
   * @returns whether something was told of its calls
   */
  clear(): boolean {
    const wasTold = [...this.#calls.values()].some(({ told }) => told !== '');
    this.#calls.clear();
    return wasTold;
  }

  /** Only the text of the reply begins again: its calls stand, and are told to whoever forgot them. */
  tellAgain(): void {
    for (const [index, { name, told }] of this.#calls)
      if (told !== '') this.#to.toolCall(index, name, told);
  }

  #begin(index: number): LiveCall {
    const tell = (piece: string) => {
      call.told += piece;
      this.#to.toolCall(index, call.name, piece);
    };
    const pieces = new StorablePieces({ text: tell, restart: () => undefined });
    const call: LiveCall = { name: '', held: '', pieces, told: '' };
    this.#calls.set(index, call);
    return call;
  }
}
