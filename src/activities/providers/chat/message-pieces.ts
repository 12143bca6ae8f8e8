import { isObject } from '../../../core/parse-json.ts';
import type { Hearing } from '../http/hearing.ts';
import type { JsonObject } from '../provider.ts';
import { contentText } from '../reading/content-text.ts';
import { objectAt, objectsAt, textAt } from '../reading/fields.ts';
import { CallPieces } from './call-pieces.ts';

/** Fields of a delta whose pieces are joined, besides the content. */
const joined = ['reasoning_content', 'reasoning', 'refusal'];

function thoughtIn(delta: JsonObject): boolean {
  return textAt(delta['reasoning_content']) !== '' || textAt(delta['reasoning']) !== '';
}

/** Puts the deltas of a message together. */
export class MessagePieces {
  readonly #texts = new Map<string, string[]>();
  readonly #details: JsonObject[] = [];
  readonly #calls: CallPieces;
  readonly #older: CallPieces;
  readonly #hearing: Hearing | undefined;

  /** @param hearing is told what they say; default: nobody */
  constructor(hearing?: Hearing) {
    this.#hearing = hearing;
    const hear = hearing?.toolCall.bind(hearing);
    this.#calls = new CallPieces(hear);
    this.#older = new CallPieces(hear);
  }

  /** @param delta an object, or the text itself */
  add(delta: unknown): void {
    const fields = objectAt(delta);
    const { content } = fields;
    const piece = typeof delta === 'string' ? delta : contentText(content);
    this.#addText('content', piece);
    this.#hearing?.text(piece);
    for (const field of joined) this.#addText(field, textAt(fields[field]));
    const details = objectsAt(fields['reasoning_details']);
    for (const detail of details) this.#details.push(detail);
    const isThought = piece === '' && Array.isArray(content) && content.length > 0;
    if (isThought || details.length > 0 || thoughtIn(fields)) this.#hearing?.thinks('…');
    if (textAt(fields['refusal']) !== '') this.#hearing?.moves();
    for (const call of objectsAt(fields['tool_calls'])) this.#calls.add(call);
    if (isObject(fields['function_call']))
      this.#older.add({ index: 0, function: fields['function_call'] });
  }

  /** The message; only fields of which there was something. */
  whole(): JsonObject {
    const calls = this.#calls.whole();
    const [older] = this.#older.whole();
    return {
      ...Object.fromEntries([...this.#texts].map(([field, pieces]) => [field, pieces.join('')])),
      ...(this.#details.length > 0 && { reasoning_details: this.#details }),
      ...(calls.length > 0 && { tool_calls: calls }),
      ...(older !== undefined && { function_call: older['function'] }),
    };
  }

  hasText(): boolean {
    return this.#texts.has('content');
  }

  #addText(field: string, piece: string): void {
    if (piece === '') return;
    const pieces = this.#texts.get(field);
    if (pieces === undefined) this.#texts.set(field, [piece]);
    else pieces.push(piece);
  }
}
