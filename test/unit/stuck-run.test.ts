import type { Client } from '@temporalio/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { untilStuck } from '../../src/client/runs/stuck-run.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A server whose workflow has failed so often by each look. */
function server(attempts: (number | Error)[], failure: string | null) {
  let looks = 0;
  const failed = { workflowTaskFailedEventAttributes: { failure: { message: failure } } };
  const temporal = {
    options: { namespace: 'default' },
    workflow: {
      getHandle: () => ({
        describe: async () => {
          const attempt = attempts[Math.min(looks++, attempts.length - 1)];
          if (attempt instanceof Error) throw attempt;
          return { raw: { pendingWorkflowTask: attempt === 0 ? null : { attempt } } };
        },
      }),
    },
    workflowService: {
      getWorkflowExecutionHistoryReverse: async () => ({
        history: { events: failure === null ? [{}] : [{}, failed] },
      }),
    },
  };
  return { temporal: temporal as unknown as Client, looks: () => looks };
}

function watch({ temporal }: { temporal: Client }) {
  const over = new AbortController();
  const ended = untilStuck(temporal, 'r', over.signal).catch((error: unknown) => error);
  return { over, ended };
}

describe('a run that is waited for', () => {
  it('is told to be stuck when its workflow fails again and again', async () => {
    const { ended } = watch(server([1, new Error('away'), 4], 'TypeError: x is not a function'));
    await vi.advanceTimersByTimeAsync(10_000 + 20_000 + 40_000);
    expect(await ended).toMatchObject({
      type: 'Worker.Unconfigured',
      message: expect.stringContaining(
        "the run 'r' cannot go on: its workflow fails again and again at the same place (TypeError: x is not a function)",
      ),
    });
  });

  it.each<[string, number, string | null]>([
    ['has no task', 0, 'x'],
    ['fails a few times', 3, 'x'],
    ['was only timed out, as nobody serves it', 50, null],
  ])('goes on being waited for when it %s', async (_, attempt, failure) => {
    const place = server([attempt], failure);
    const { ended, over } = watch(place);
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(place.looks()).toBeGreaterThan(5);
    over.abort();
    expect(await ended).toBe(over.signal.reason);
  });
});
