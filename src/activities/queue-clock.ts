import type { Info } from '@temporalio/activity';

/** How long a difference of two clocks is remembered: between one and two of these. */
const windowMs = 5 * 60_000;

/**
 * Tells how long calls have waited in their queue. When a call was put there is told by the server's
 * clock, and when it came by this process's own, and either may be wrong by minutes. So a call is
 * measured against the one that came soonest lately: the difference of the clocks is in both.
 */
export class QueueClock {
  #since = 0;
  #soonest = Infinity;
  #soonestBefore = Infinity;

  /**
   * Milliseconds; of the first call 0.
   *
   * @param now of a clock that nobody sets
   */
  waited(
    { currentAttemptScheduledTimestampMs: scheduled, isLocal }: WaitingCall,
    now: number = performance.timeOrigin + performance.now(),
  ): number {
    if (isLocal) return Math.max(0, Date.now() - scheduled); // by one clock
    if (now - this.#since > windowMs) this.#turn(now);
    this.#soonest = Math.min(this.#soonest, now - scheduled);
    return now - scheduled - Math.min(this.#soonest, this.#soonestBefore);
  }

  #turn(now: number): void {
    this.#soonestBefore = now - this.#since > 2 * windowMs ? Infinity : this.#soonest;
    this.#soonest = Infinity;
    this.#since = now;
  }
}

type WaitingCall = Pick<Info, 'currentAttemptScheduledTimestampMs' | 'isLocal'>;
