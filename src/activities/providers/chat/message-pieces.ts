import { isObject } from '../../../core/parse-json.ts';
import type { JsonObject } from '../provider.ts';
import { contentText } from '../reading/content-text.ts';
import { objectAt, objectsAt, textAt } from '../reading/fields.ts';
import { CallPieces } from './call-pieces.ts';

/** Fields of a delta whose pieces are joined, besides the content. */
const joined = ['reasoning_content', 'reasoning', 'refusal'];

/** Puts the deltas of a message together. */
export class MessagePieces {
  readonly #texts = new Map<string, string[]>();
  readonly #details: JsonObject[] = [];
  readonly #calls = new CallPieces();
  readonly #older = new CallPieces();

  /** @param delta an object, or the text itself */
  add(delta: unknown): void {
    const fields = objectAt(delta);
    this.#addText('content', typeof delta === 'string' ? delta : contentText(fields['content']));
    for (const field of joined) this.#addText(field, textAt(fields[field]));
    for (const detail of objectsAt(fields['reasoning_details'])) this.#details.push(detail);
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
