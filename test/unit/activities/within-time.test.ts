import { MockActivityEnvironment } from '@temporalio/testing';
import { describe, expect, it } from 'vitest';
import { withinTime } from '../../../src/activities/tools/within-time.ts';

const never = () => new Promise<never>(() => undefined);

describe("a user's function that never ends", () => {
  it('is waited for no longer than its time', async () => {
    const running = new MockActivityEnvironment().run(() => withinTime(never, 30));
    await expect(running).rejects.toMatchObject({ type: 'Tool.Failed', nonRetryable: false });
  });

  it('keeps no worker from ending', async () => {
    const environment = new MockActivityEnvironment();
    const running = environment.run(() => withinTime(never, 60_000));
    environment.cancel('WORKER_SHUTDOWN');
    await expect(running).rejects.toThrow(/its worker ends/);
  });

  it('passes on what one that ends gives and throws', async () => {
    const environment = new MockActivityEnvironment();
    expect(await environment.run(() => withinTime(async () => 1, 1_000))).toBe(1);
    const failing = environment.run(() => withinTime(() => Promise.reject(new Error('no')), 1_000));
    await expect(failing).rejects.toThrow('no');
  });
});
