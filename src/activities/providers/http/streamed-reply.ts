import { MalformedReply } from '../problems/malformed-reply.ts';
import { refusalIn, ServerRefusal } from '../problems/server-refusal.ts';
import type { JsonObject } from '../provider.ts';
import { type Assembler, EventReader } from './events.ts';

/** How long more is waited for, in ms, where a reply is whole and its stream has not ended. */
const graceMs = 2_000;

/** The same, where only the mark that ends it is missing. */
const markGraceMs = 250;

/**
 * A reply that comes as a stream of events. A server that keeps the connection after the end is not
 * waited for, or only for a moment.
 */
export class StreamedReply {
  readonly #assembler: Assembler;
  readonly #events: EventReader;
  readonly #body: { stop(): void };
  #taken = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param body is stopped when nothing more is waited for */
  constructor(assembler: Assembler, body: { stop(): void }) {
    this.#assembler = assembler;
    this.#events = new EventReader(assembler);
    this.#body = body;
  }

  feed(chunk: Buffer): void {
    this.#events.feed(chunk);
    if (this.#events.isEnded()) this.#body.stop();
    // Comments that keep the connection alive are no events.
    else if (this.#assembler.isWhole() && this.#events.taken !== this.#taken) this.#waitForEnd();
    this.#taken = this.#events.taken;
  }

  /**
   * Its body has failed.
   *
   * @throws the error, where it takes something from the reply: what comes after its end does not
   */
  fail(error: unknown): void {
    clearTimeout(this.#timer);
    if (error instanceof ServerRefusal || !this.#assembler.isWhole()) throw error;
  }

  /**
   * The whole reply, as the API gives it without a stream.
   *
   * @throws ServerRefusal for an error in its place
   * @throws MalformedReply when it broke off
   */
  end(): JsonObject {
    clearTimeout(this.#timer);
    try {
      this.#events.end();
    } catch (error) {
      this.fail(error);
    }
    const reply = this.#assembler.reply();
    if (reply !== undefined) return reply;
    const { words } = this.#events;
    if (words !== undefined) throw refusalIn(words);
    throw new MalformedReply('a stream that broke off before its end');
  }

  #waitForEnd(): void {
    clearTimeout(this.#timer);
    const ms = this.#assembler.isEnded() ? markGraceMs : graceMs;
    this.#timer = setTimeout(() => this.#body.stop(), ms);
  }
}
