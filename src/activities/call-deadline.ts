import type { Info } from '@temporalio/activity';
import { longestTimerMs } from './limited-signal.ts';

/** How long a call may take, and whether another attempt could follow if it takes that long. */
export interface CallDeadline {
  limitMs: number;
  /** What of the activity's whole time is left for further attempts after this one. */
  retryable: boolean;
}

type Timeouts = Pick<
  Info,
  | 'scheduledTimestampMs'
  | 'currentAttemptScheduledTimestampMs'
  | 'scheduleToCloseTimeoutMs'
  | 'startToCloseTimeoutMs'
>;

/** What a call stops short of its activity's end, to say itself that its time was up. */
const reserve = { ms: 250, share: 0.1 };

/**
 * The time a call has: a little less than its activity has left. An attempt's own limit counts from
 * now; the limit for all attempts counts from when the activity was scheduled.
 *
 * @param waitedMs how long this attempt was in its queue
 */
export function deadlineOf(timeouts: Timeouts, waitedMs: number): CallDeadline {
  const attempt = limited(timeouts.startToCloseTimeoutMs);
  const earlier = timeouts.currentAttemptScheduledTimestampMs - timeouts.scheduledTimestampMs;
  const all = limited(timeouts.scheduleToCloseTimeoutMs) - earlier - waitedMs;
  const left = Math.min(attempt, all);
  const limitMs = Math.min(left - Math.min(reserve.ms, left * reserve.share), longestTimerMs);
  return { limitMs: Math.floor(limitMs), retryable: all - attempt > reserve.ms };
}

/** Temporal has 0 or nothing where there is no limit. */
function limited(timeoutMs: number | undefined): number {
  return timeoutMs === undefined || timeoutMs <= 0 ? Number.POSITIVE_INFINITY : timeoutMs;
}
