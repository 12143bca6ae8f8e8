import { createParser } from 'eventsource-parser';
import { isObject, parseJson } from '../../../core/parse-json.ts';
import { MalformedReply } from '../problems/malformed-reply.ts';
import { refusalIn, tellsOfError } from '../problems/server-refusal.ts';
import type { JsonObject } from '../provider.ts';
import { firstCount, textAt } from '../reading/fields.ts';

/** Puts the events of a stream together to the reply that the API gives without one. */
export interface Assembler {
  /** Takes the data of an event. */
  add(event: JsonObject): void;
  /** Takes that the server calls the stream done; where there is no such mark, it is left out. */
  done?(): void;
  /** Whether the reply is there, though more may follow that belongs to it. */
  isWhole(): boolean;
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
  #isEnding = false;
  #taken = 0;
  #words: JsonObject | undefined;

  constructor(assembler: Assembler) {
    this.#assembler = assembler;
    this.#parser = createParser({ onEvent: ({ data, event }) => this.#take(data, event) });
  }

  feed(chunk: Uint8Array): void {
    this.#parser.feed(this.#decoder.decode(chunk, { stream: true }));
  }

  /** A last event may lack the blank line that ends it, or the rest of it. */
  end(): void {
    this.#isEnding = true;
    this.#parser.feed('\n\n');
  }

  /** Whether nothing more is waited for; a mark that ends a stream follows its last event at once. */
  isEnded(): boolean {
    return this.#isDone || (this.#assembler.isEnded() && this.#assembler.done === undefined);
  }

  /** How many events there have been. */
  get taken(): number {
    return this.#taken;
  }

  /** What stands in the stream in place of a reply, and may be words of an error. */
  get words(): JsonObject | undefined {
    return this.#words;
  }

  #take(data: string, name: string | undefined): void {
    const text = data.trim();
    if (text === '[DONE]') this.#done();
    if (text === '' || this.#isDone) return;
    const parsed = parseJson(text);
    if (!parsed.ok && this.#isEnding && this.#taken > 0 && /^[[{]/.test(text)) return;
    if (!parsed.ok && /^[[{]/.test(text)) throw new MalformedReply('something that is not JSON');
    if (!parsed.ok || !isObject(parsed.value)) throw refusalIn(text);
    const event = named(parsed.value, name);
    this.#taken += 1;
    if (tellsOfFailure(event)) throw refusalIn(event);
    if (isForeign(event) && tellsOfError(event)) this.#words = event;
    this.#assembler.add(event);
  }

  #done(): void {
    this.#isDone = true;
    this.#assembler.done?.();
  }
}

/** Types of the events that APIs have. */
const known = /^(?:response\.|message_|content_block_|ping$)/;

/** An event that no API has. */
function isForeign(event: JsonObject): boolean {
  return !('choices' in event) && !known.test(textAt(event['type']));
}

/** What says itself that it is an error: by its name, or by a code. */
function isErrorItself({ object, code, status, status_code: other }: JsonObject): boolean {
  if (object === 'error' || (typeof code === 'string' && code.trim() !== '')) return true;
  return (firstCount(code, status, other) ?? 0) >= 400;
}

/** Some servers say only in the stream's own field what an event is. */
function named(event: JsonObject, name: string | undefined): JsonObject {
  return name === undefined || event['type'] != null ? event : { ...event, type: name };
}

/** An error in the middle of a stream; what is only empty or `null` is none. */
function tellsOfFailure(event: JsonObject): boolean {
  const { error, type } = event;
  if (type === 'error') return true;
  if (isForeign(event) && isErrorItself(event) && tellsOfError(event)) return true;
  return (
    (isObject(error) && Object.keys(error).length > 0) ||
    (typeof error === 'string' && error !== '')
  );
}
