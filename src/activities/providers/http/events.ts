import { createParser } from 'eventsource-parser';
import { parseJson } from '../../../core/parse-json.ts';
import { refusalIn } from '../problems/server-refusal.ts';
import type { JsonObject } from '../provider.ts';
import { isObject } from '../reading/fields.ts';

/** Puts the events of a stream together to the reply that the API gives without one. */
export interface Assembler {
  /** Takes the data of an event. */
  add(event: JsonObject): void;
  /** Whether the last event has been there: nothing more is waited for. */
  isEnded(): boolean;
  /** The whole reply; `undefined`: the stream broke off before its end. */
  reply(): JsonObject | undefined;
}

/** Reads a stream of events, whatever the pieces it comes in. */
export class EventReader {
  readonly #assembler: Assembler;
  readonly #decoder = new TextDecoder();
  readonly #parser;
  #isDone = false;

  constructor(assembler: Assembler) {
    this.#assembler = assembler;
    this.#parser = createParser({ onEvent: ({ data }) => this.#take(data) });
  }

  feed(chunk: Uint8Array): void {
    this.#parser.feed(this.#decoder.decode(chunk, { stream: true }));
  }

  /** A last event may lack the blank line that ends it. */
  end(): void {
    this.#parser.feed('\n\n');
  }

  isEnded(): boolean {
    return this.#isDone || this.#assembler.isEnded();
  }

  #take(data: string): void {
    const text = data.trim();
    if (text === '[DONE]') this.#isDone = true;
    if (text === '' || this.#isDone) return;
    const parsed = parseJson(text);
    if (!parsed.ok || !isObject(parsed.value)) throw refusalIn(text);
    const event = parsed.value;
    if (tellsOfFailure(event)) throw refusalIn(event);
    this.#assembler.add(event);
  }
}

/** An error in the middle of a stream; what is only empty or `null` is none. */
function tellsOfFailure({ error, type }: JsonObject): boolean {
  if (type === 'error') return true;
  return (
    (isObject(error) && Object.keys(error).length > 0) ||
    (typeof error === 'string' && error !== '')
  );
}
