import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Info } from '@temporalio/activity';
import { startHeartbeats } from '../../../src/activities/heartbeat.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function activity(heartbeatTimeoutMs?: number) {
  const heartbeat = vi.fn<() => void>();
  const info = { heartbeatTimeoutMs } as Info;
  return { heartbeat, end: startHeartbeats({ heartbeat, info }) };
}

describe('the heartbeats of a process', () => {
  it('are sent for each activity at a third of its own timeout, until it ends', async () => {
    const [short, long] = [activity(3_000), activity(30_000)];
    await vi.advanceTimersByTimeAsync(30_000);
    short.end();
    expect(short.heartbeat.mock.calls.length).toBeGreaterThanOrEqual(29);
    expect(short.heartbeat.mock.calls.length).toBeLessThanOrEqual(31);
    expect(long.heartbeat.mock.calls.length).toBe(3);
    short.heartbeat.mockClear();

    await vi.advanceTimersByTimeAsync(10_000);
    long.end();

    expect(short.heartbeat).not.toHaveBeenCalled();
    expect(long.heartbeat.mock.calls.length).toBe(4);
  });

  it('are never further apart than a third of the timeout and a little', async () => {
    const times: number[] = [];
    const heartbeat = () => times.push(performance.now());
    const end = startHeartbeats({ heartbeat, info: { heartbeatTimeoutMs: 3_000 } as Info });
    const others = Array.from({ length: 200 }, () => activity(7_000));
    await vi.advanceTimersByTimeAsync(20_000);
    const gaps = times.map((time, index) => time - (times[index - 1] ?? 0));
    expect(Math.max(...gaps.slice(1))).toBeLessThanOrEqual(1_100);
    end();
    for (const other of others) other.end();
  });

  it('take one timer for all, and none when there is nothing to tell of', () => {
    const activities = Array.from({ length: 1_000 }, (_, index) => activity(5_000 + index));
    expect(vi.getTimerCount()).toBe(1);
    for (const { end } of activities) end();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('of activities that begin together are not sent all at once', async () => {
    const activities = Array.from({ length: 100 }, () => activity(15_000));
    let most = 0;
    for (let tick = 0; tick < 100; tick += 1) {
      await vi.advanceTimersByTimeAsync(50);
      const sent = activities.filter(({ heartbeat }) => heartbeat.mock.calls.length > 0);
      for (const { heartbeat } of sent) heartbeat.mockClear();
      most = Math.max(most, sent.length);
    }
    for (const { end } of activities) end();
    expect(most).toBeLessThan(20);
  });

  it('are not sent without a timeout: Temporal forbids it', async () => {
    const { heartbeat, end } = activity();
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(60_000);
    end();
    expect(heartbeat).not.toHaveBeenCalled();
  });
});
