import type { JsonSchema } from '../../core/json-schema.ts';
import { textFieldOf, textIn } from '../../core/text-field.ts';
import type { LiveListener } from '../providers/live.ts';
import { storable } from '../store/messages.ts';
import { FieldText } from './field-text.ts';
import { LiveCalls } from './live-calls.ts';
import { StorablePieces } from './storable-pieces.ts';
import type { Told, ToldReply } from './told.ts';
import { TrimmedPieces } from './trimmed-pieces.ts';
import { WithoutBlocks } from './without-blocks.ts';
import { WithoutUntoldThinking } from './without-untold-thinking.ts';

/** What a reply is asked to be, and by whom it is given. */
export interface LiveTextOptions {
  /** Schema of a structured reply, of which the text field is told; `null`: free text. */
  output: JsonSchema | null;
  /** Whether the server tells what a model thinks from what it says. */
  isTrusted: boolean;
  /** Whether the model is known to think before a lone closing mark. */
  isThinker: boolean;
  /** Told at the end when it did so. Default: nobody. */
  onThinker?: () => void;
}

/**
 * What a person reads of one reply while it comes: no thinking, of a structured reply its text alone,
 * and the arguments of its tool calls. What was told when it has ended is the text that is stored, or
 * began again and is so then.
 */
export class LiveText implements LiveListener {
  readonly #to: ToldReply;
  readonly #first: Told;
  readonly #calls: LiveCalls;
  readonly #blocks: WithoutBlocks | undefined;
  readonly #untold: WithoutUntoldThinking | undefined;
  readonly #field: string | null;
  readonly #onThinker: () => void;
  /** A structured reply without a text. */
  readonly #isMute: boolean;
  #told = '';
  #isEnded = false;

  constructor(to: ToldReply, options: LiveTextOptions) {
    const { output, isTrusted, isThinker, onThinker = () => undefined } = options;
    this.#to = to;
    this.#calls = new LiveCalls(to);
    this.#field = output === null ? null : textFieldOf(output);
    this.#isMute = output !== null && this.#field === null;
    this.#onThinker = onThinker;
    const last = new StorablePieces({
      text: (piece) => this.#tell(piece),
      restart: (reason) => this.#begin(reason),
    });
    const read = this.#field === null ? last : new FieldText(last, this.#field);
    this.#first = read;
    if (isTrusted) return;
    const trimmed = new TrimmedPieces(read);
    this.#untold = new WithoutUntoldThinking(trimmed, trimmed, isThinker);
    this.#first = this.#blocks = new WithoutBlocks(this.#untold, trimmed);
  }

  /** A piece of the reply, as the server sends it. */
  text(piece: string): void {
    if (this.#isMute || this.#isEnded || piece === '') return;
    this.#first.text(piece);
    if (this.#blocks?.hasTaken === true) this.#untold?.expectNone();
  }

  /** A piece of the arguments of a tool call, as the server sends it. */
  toolCall(index: number, name: string, piece: string): void {
    if (!this.#isEnded) this.#calls.add(index, name, piece);
  }

  thinks(): void {
    this.#untold?.expectNone();
  }

  /** The reply begins again. */
  restart(reason: string): void {
    const isTextTold = this.#told !== '';
    const hasCalls = this.#calls.clear();
    this.#first.restart(reason);
    if (hasCalls && !isTextTold) this.#to.restart(reason);
  }

  /**
   * The reply is whole: what was not told of it is told, and where it was told otherwise, it begins
   * again.
   *
   * @param content as it is stored
   */
  end(content: string): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    if (this.#isMute) return;
    if (this.#untold?.hasFound() === true) this.#onThinker();
    const text = storable(textIn(content, this.#field));
    if (!text.startsWith(this.#told)) this.#begin('the reply reads otherwise as a whole');
    const rest = text.slice(this.#told.length);
    if (rest !== '') this.#tell(rest);
  }

  #tell(piece: string): void {
    this.#told += piece;
    this.#to.text(piece);
  }

  #begin(reason: string): void {
    if (this.#told === '') return;
    this.#told = '';
    this.#to.restart(reason);
    this.#calls.tellAgain();
  }
}
