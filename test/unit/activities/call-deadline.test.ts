import { describe, expect, it } from 'vitest';
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
    expect(deadlineOf(given, now)).toEqual({ limitMs, retryable });
  });

  it('counts the wait in the queue for the whole, not for the attempt', () => {
    expect(deadlineOf(timeouts(10_000, 60_000), now + 30_000).limitMs).toBe(9_750);
    expect(deadlineOf(timeouts(60_000, 60_000), now + 30_000).limitMs).toBe(29_750);
  });

  it('is not lengthened by a clock in arrears', () => {
    expect(deadlineOf(timeouts(60_000, 60_000), now - 30_000).limitMs).toBe(59_750);
  });
});
