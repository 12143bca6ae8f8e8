import { SilentStream } from '../problems/silent-stream.ts';

/** How long a stream may be silent; milliseconds. */
export interface StreamTimeouts {
  /** Before the first piece of a reply, and where the model begins to think. */
  firstTokenMs: number;
  /** Between two pieces. */
  tokenMs: number;
}

export const defaultStreamTimeouts: StreamTimeouts = { firstTokenMs: 600_000, tokenMs: 120_000 };

/** A timer that is later than this, in ms, tells of a process that was away, not of a server. */
const awayMs = 1_000;

/**
 * Cuts a stream off that says nothing any more. Only pieces of a reply feed it: bytes that keep a
 * connection alive do not.
 */
export class StreamWatch {
  readonly #timeouts: StreamTimeouts;
  readonly #call: AbortSignal;
  readonly #controller = new AbortController();
  readonly #cancel = () => this.#controller.abort(this.#call.reason);
  #limitMs: number;
  #fedAt = performance.now();
  #timer: NodeJS.Timeout | undefined;
  #hasBegun = false;
  #problem: SilentStream | undefined;

  /** @param call ends the stream as well */
  constructor(timeouts: StreamTimeouts, call: AbortSignal) {
    this.#timeouts = timeouts;
    this.#limitMs = timeouts.firstTokenMs;
    this.#call = call;
    if (call.aborted) this.#cancel();
    else call.addEventListener('abort', this.#cancel, { once: true });
    this.#wait(this.#limitMs);
  }

  /** Ends with the call, and when the stream was silent for too long. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Why it was cut off; `undefined`: it was not. */
  get problem(): SilentStream | undefined {
    return this.#problem;
  }

  /** A piece has come. */
  feed(): void {
    this.#hasBegun = true;
    this.#fedAt = performance.now();
    if (this.#limitMs === this.#timeouts.tokenMs) return;
    this.#limitMs = this.#timeouts.tokenMs;
    this.#wait(this.#limitMs);
  }

  /** The model begins to think, which may be silent. */
  bePatient(): void {
    this.#fedAt = performance.now();
    this.#limitMs = this.#timeouts.firstTokenMs;
    this.#wait(this.#limitMs);
  }

  /** Watches no longer. */
  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#call.removeEventListener('abort', this.#cancel);
  }

  #wait(ms: number): void {
    clearTimeout(this.#timer);
    const dueAt = performance.now() + ms;
    this.#timer = setTimeout(() => this.#look(dueAt), ms);
  }

  #look(dueAt: number): void {
    const now = performance.now();
    if (now - dueAt > awayMs) this.#fedAt = now;
    const leftMs = this.#fedAt + this.#limitMs - now;
    if (leftMs > 1) return this.#wait(leftMs);
    this.#problem = new SilentStream(this.#limitMs, this.#hasBegun);
    this.#controller.abort(this.#problem);
  }
}
