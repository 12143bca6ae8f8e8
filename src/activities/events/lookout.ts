import type { FollowedEvent } from '../../core/events.ts';
import { pauseOf } from './look-pause.ts';
import { RunFollower } from './run-follower.ts';

/** Followers that are read for with the same statements. */
const atOnce = 100;

/** A follower that waits for what is new. */
interface Waiting {
  follower: RunFollower;
  /** Until when, as `performance.now()` counts. */
  until: number;
  told(events: FollowedEvent[]): void;
  failed(error: unknown): void;
}

/** Looks for what is new for all followers of a process together: they share its statements. */
export class Lookout {
  readonly #waiting = new Set<Waiting>();
  #lookedAt = -Infinity;
  #timer: { at: number; id: NodeJS.Timeout } | undefined;
  #isLooking = false;

  /** What is new, as soon as there is something; nothing after `waitMs`, or an abort. */
  async next(
    follower: RunFollower,
    { waitMs, signal }: { waitMs: number; signal: AbortSignal },
  ): Promise<FollowedEvent[]> {
    if (signal.aborted) return [];
    return await new Promise((resolve, reject) => {
      const end = () => {
        this.#waiting.delete(waiting);
        signal.removeEventListener('abort', stop);
      };
      const told = (events: FollowedEvent[]) => {
        end();
        resolve(events);
      };
      const failed = (error: unknown) => {
        end();
        reject(error);
      };
      const stop = () => told([]);
      const waiting = { follower, until: performance.now() + waitMs, told, failed };
      this.#waiting.add(waiting);
      signal.addEventListener('abort', stop);
      this.#schedule([waiting]);
    });
  }

  /** Sees to it that it is looked for these in time: the others have been seen to. */
  #schedule(waiting: readonly Waiting[]): void {
    if (this.#isLooking || waiting.length === 0) return;
    const due = this.#lookedAt + pauseOf(waiting.map(({ follower }) => follower));
    const at = Math.min(due, ...waiting.map(({ until }) => until));
    if (this.#timer !== undefined && this.#timer.at <= at) return;
    clearTimeout(this.#timer?.id);
    const id = setTimeout(() => void this.#look(), Math.max(0, at - performance.now()));
    this.#timer = { at, id };
  }

  async #look(): Promise<void> {
    this.#timer = undefined;
    this.#isLooking = true;
    this.#lookedAt = performance.now();
    const waiting = [...this.#waiting];
    for (let start = 0; start < waiting.length; start += atOnce)
      await this.#lookFor(waiting.slice(start, start + atOnce));
    this.#isLooking = false;
    this.#schedule([...this.#waiting]);
  }

  async #lookFor(some: readonly Waiting[]): Promise<void> {
    try {
      const found = await RunFollower.readAll(some.map(({ follower }) => follower));
      const now = performance.now();
      for (const [index, waiting] of some.entries()) {
        const events = found[index] ?? [];
        if (events.length === 0 && waiting.until > now) continue;
        waiting.told(events);
      }
    } catch (error) {
      for (const waiting of some) waiting.failed(error);
    }
  }
}
