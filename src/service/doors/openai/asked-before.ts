import { createHash, randomUUID } from 'node:crypto';

/** A run that a request has started here. */
interface Chat {
  /** Of the caller and the whole request. */
  request: string;
  /** How many read its answer. */
  readers: number;
  /** When the last of them went; milliseconds. */
  leftAt: number | null;
}

/** Who asks, and for what. */
export interface ChatCall {
  /** What the caller has shown to be let in, and whose runs it sees. */
  caller: string;
  /** The request's body. */
  body: unknown;
  /** The header Idempotency-Key; `null`: none. */
  key: string | null;
  /** How often the client has tried before, by its own word. */
  tries: number;
}

/** Which run a request is about. */
export interface FoundRun {
  id: string;
  /** `same`: this request has started it. `other`: another one has, with this key. `unknown`: it may not be there yet. */
  started: 'same' | 'other' | 'unknown';
}

/** Official clients try again within a minute at most after a try has failed; milliseconds. */
export const triesAgainMs = 90_000;

const chatsAtMost = 10_000;

/** The requests that were answered lately, to tell one that is made again from a new one. */
export class AskedBefore {
  readonly #chats = new Map<string, Chat>();
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /**
   * The run of a request. With a key its id follows from caller and key alone, so that every process
   * comes to the same one. Without, a request that is made again belongs to the same request before.
   */
  find(call: ChatCall): FoundRun {
    const request = requestOf(call);
    if (call.key !== null) {
      const id = `chat-${hashOf(call.caller, 'key', call.key)}`;
      const known = this.#chats.get(id);
      if (known === undefined) return { id, started: 'unknown' };
      return { id, started: known.request === request ? 'same' : 'other' };
    }
    const before = call.tries > 0 ? this.#latest(request) : null;
    if (before !== null) return { id: before, started: 'same' };
    return { id: `${chatPrefix(call)}${randomUUID().slice(0, 8)}`, started: 'unknown' };
  }

  /** Notes that somebody begins to read the answer of a run. */
  reads(id: string, call: ChatCall): void {
    const { readers = 0 } = this.#chats.get(id) ?? {};
    this.#chats.delete(id); // the one that was read last stands last
    this.#chats.set(id, { request: requestOf(call), readers: readers + 1, leftAt: null });
    const [oldest] = this.#chats.keys();
    if (this.#chats.size > chatsAtMost && oldest !== undefined) this.#chats.delete(oldest);
  }

  /** Notes that somebody reads it no more. */
  left(id: string): void {
    const chat = this.#chats.get(id);
    if (chat === undefined) return;
    chat.readers -= 1;
    if (chat.readers <= 0) chat.leftAt = this.#now();
  }

  /** Its run could not be started. */
  forget(id: string): void {
    this.#chats.delete(id);
  }

  /** One that has lost its reader before one that may not have noticed yet. */
  #latest(request: string): string | null {
    const now = this.#now();
    const same = [...this.#chats].filter(([, chat]) => chat.request === request);
    const lost = same.filter(([, { leftAt }]) => leftAt !== null && now - leftAt < triesAgainMs);
    const read = same.filter(([, { leftAt }]) => leftAt === null);
    return (lost.at(-1) ?? read.at(-1))?.[0] ?? null;
  }
}

/** How the ids of runs begin that were started by this request without a key. */
export function chatPrefix(call: ChatCall): string {
  return `chat-${requestOf(call)}-`;
}

function requestOf({ caller, body }: ChatCall): string {
  return hashOf(caller, 'body', JSON.stringify(body));
}

/** Nothing of a caller's secret can be read from it: secrets have 16 random characters at least. */
function hashOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
