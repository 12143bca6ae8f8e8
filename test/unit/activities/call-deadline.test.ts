import { describe, expect, it } from 'vitest';
import { QueueClock } from '../../../src/activities/queue-clock.ts';
import { deadlineOf } from '../../../src/activities/call-deadline.ts';

const now = 1_000_000;

function timeouts(startToClose: number, scheduleToClose: number, scheduledAgo = 0) {
  return {
    scheduledTimestampMs: now - scheduledAgo,
    currentAttemptScheduledTimestampMs: now,
    startToCloseTimeoutMs: startToClose,
    scheduleToCloseTimeoutMs: scheduleToClose,
  };
}

describe('the time of a model call', () => {
  it.each([
    ['a tenth less than a short attempt', timeouts(1_000, 1_000), 900, false],
    ['250 ms less than a long one', timeouts(120_000, 120_000), 119_750, false],
    ['an attempt of several', timeouts(10_000, 60_000), 9_750, true],
    ['what earlier attempts have left', timeouts(60_000, 60_000, 50_000), 9_750, false],
    ['nothing when all is used up', timeouts(60_000, 60_000, 60_000), 0, false],
    ['the attempt alone where the whole has no limit', timeouts(10_000, 0), 9_750, true],
    ['the whole alone where the attempt has none', timeouts(0, 10_000), 9_750, false],
    ['as much as a timer takes where there is no limit', timeouts(0, 0), 2 ** 31 - 1, false],
  ])('is %s', (_, given, limitMs, retryable) => {
    expect(deadlineOf(given, 0)).toEqual({ limitMs, retryable });
  });

  it('counts the wait in the queue for the whole, not for the attempt', () => {
    expect(deadlineOf(timeouts(10_000, 60_000), 30_000).limitMs).toBe(9_750);
    expect(deadlineOf(timeouts(60_000, 60_000), 30_000).limitMs).toBe(29_750);
  });
});

describe('how long a call was in its queue', () => {
  const call = (scheduled: number) => ({
    currentAttemptScheduledTimestampMs: scheduled,
    isLocal: false,
  });

  it.each([
    ['right', 0],
    ['5 minutes ahead', 300_000],
    ['an hour ahead', 3_600_000],
    ['5 minutes in arrears', -300_000],
  ])('is the same for a clock that is %s', (_, ahead) => {
    const clock = new QueueClock();

    expect(clock.waited(call(now), now + ahead + 20)).toBe(0);
    expect(clock.waited(call(now + 1_000), now + ahead + 1_020)).toBe(0);
    expect(clock.waited(call(now + 2_000), now + ahead + 32_020)).toBe(30_000);
  });

  it('forgets what the clocks were like long ago', () => {
    const clock = new QueueClock();
    clock.waited(call(now + 300_000), now); // the server's clock was ahead
    for (const minutes of [6, 12]) {
      const at = now + minutes * 60_000;
      clock.waited(call(at), at);
    }

    const later = now + 13 * 60_000;
    expect(clock.waited(call(later), later + 40)).toBe(40);
  });

  it('is told by one clock where the call was made by the worker itself', () => {
    const scheduled = { currentAttemptScheduledTimestampMs: Date.now() - 2_000, isLocal: true };

    expect(new QueueClock().waited(scheduled)).toBeGreaterThanOrEqual(2_000);
  });
});
