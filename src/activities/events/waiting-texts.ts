import type { LivePiece } from '../store/live-texts.ts';
import { storable } from '../store/messages.ts';
import { addPart, type ArgumentsPart, writeParts } from './live-arguments.ts';

/** Text that may wait for a database that is away: beyond it, it is dropped; its reply tells it later. */
const mostCharacters = 4_000_000;

/** What a part of arguments takes besides its texts, in characters. */
const partCharacters = 50;

/** A piece of what a model is saying, or of the arguments that it writes for a tool. */
export interface SpokenPiece extends Omit<LivePiece, 'stop'> {
  /** Of arguments: whose they are, and where they begin there. */
  tool?: Omit<ArgumentsPart, 'text'>;
}

/** What waits of a turn. */
interface Waiting extends LivePiece {
  /** Of arguments. */
  parts: ArgumentsPart[];
  characters: number;
}

/** What models are saying, on its way to the store. */
export class WaitingTexts {
  /** Turns of which some text may have been written, and their calls. */
  readonly #heard = new Map<string, string>();
  #waiting = new Map<string, Waiting>();
  #dropped = new Set<string>();
  #characters = 0;

  /**
   * Takes a piece. Where one was dropped, what follows it is so too: its reader waits for the whole.
   *
   * @returns whether there is something to be written
   */
  add({ tool, ...piece }: SpokenPiece): boolean {
    const text = storable(piece.text);
    const { start } = piece;
    const characters = text.length + (tool === undefined ? 0 : partCharacters + tool.name.length);
    const begun = { ...piece, text: '', stop: start, parts: [], characters: 0 };
    const waiting: Waiting = this.#waiting.get(piece.turn) ?? begun;
    const isNext = waiting.stop === start;
    if (!isNext || text === '' || this.#characters + characters > mostCharacters) return false;
    if (tool === undefined) waiting.text += text;
    else addPart(waiting.parts, { ...tool, text });
    waiting.stop += text.length;
    waiting.characters += characters;
    this.#characters += characters;
    this.#waiting.set(piece.turn, waiting);
    return true;
  }

  /**
   * A call has ended: no more of its text is written.
   *
   * @returns whether some of it was
   */
  hush(call: string): boolean {
    for (const [turn, waiting] of this.#waiting) if (waiting.call === call) this.#silence(turn);
    let wasHeard = false;
    for (const [turn, of] of this.#heard)
      if (of === call) wasHeard = this.#heard.delete(turn) || wasHeard;
    return wasHeard;
  }

  /** Turns came to nothing: what was said in them is to be dropped. */
  drop(turns: readonly string[]): void {
    for (const turn of turns) {
      this.#silence(turn);
      this.#heard.delete(turn);
      this.#dropped.add(turn);
    }
  }

  /** What is to be written now, and the turns whose text is to be dropped. */
  takeAll(): { pieces: LivePiece[]; dropped: string[] } {
    const pieces = [...this.#waiting.values()].map(asStored);
    const dropped = [...this.#dropped];
    for (const { turn, call } of pieces) this.#heard.set(turn, call);
    this.#waiting = new Map();
    this.#dropped = new Set();
    this.#characters = 0;
    return { pieces, dropped };
  }

  #silence(turn: string): void {
    this.#characters -= this.#waiting.get(turn)?.characters ?? 0;
    this.#waiting.delete(turn);
  }
}

function asStored({ turn, call, start, stop, text, parts }: Waiting): LivePiece {
  const cleaned = parts.map((part) => ({ ...part, text: storable(part.text) }));
  const stored = parts.length > 0 ? writeParts(cleaned) : storable(text);
  return { turn, call, start, stop, text: stored };
}
