import { RefusedRequest } from '../errors.ts';

const minuteMs = 60_000;

/** How many runs may be started within any minute. */
export class StartLimit {
  readonly #atMost: number | null;
  readonly #now: () => number;
  #started: number[] = [];

  /** @param atMost `null`: any number */
  constructor(atMost: number | null, now: () => number = () => performance.now()) {
    this.#atMost = atMost;
    this.#now = now;
  }

  /** @throws 429 when there have been as many as may be; it says when the next may come */
  take(): void {
    if (this.#atMost === null) return;
    const now = this.#now();
    const over = this.#started.findIndex((at) => at > now - minuteMs);
    this.#started = over === -1 ? [] : this.#started.slice(over);
    const [oldest] = this.#started;
    if (oldest !== undefined && this.#started.length >= this.#atMost) {
      const seconds = Math.max(1, Math.ceil((oldest + minuteMs - now) / 1_000));
      const message = `${this.#atMost} runs were started within a minute, which is as many as may be: try again in ${seconds} s (the setting is startsPerMinute)`;
      throw new RefusedRequest('Request.RateLimited', message, {
        headers: { 'retry-after': String(seconds) },
      });
    }
    this.#started.push(now);
  }
}
