import { TimeoutFailure } from '@temporalio/common';
import { expect, it, onTestFinished, vi } from 'vitest';
import { Failure } from '../../src/core/failures.ts';
import type { Host } from '../../src/workflows/runtime/host.ts';
import { asStepError, startBlocker } from '../../src/workflows/runtime/step-errors.ts';
import type { StepScope } from '../../src/workflows/runtime/step-scope.ts';

const now = 1_800_000_000_000;

/** Two agents of a step whose time is up in so many milliseconds; a call of the first has just timed out. */
function nextAfterTimeout(leftMs: number, applies: boolean) {
  vi.useFakeTimers({ toFake: ['Date'], now });
  onTestFinished(() => void vi.useRealTimers());
  const host = { isCancellation: () => false, applies: () => applies } as unknown as Host;
  const deadline = { at: now + leftMs, timeoutMs: 5_000, setBy: 'team', name: 'Team' };
  const scopeOf = (name: string): StepScope => ({
    identity: { name, id: `team/${name}`, startedAt: now },
    path: name,
    deadline,
    around: [deadline],
    stopped: () => undefined,
  });
  const timeout = new TimeoutFailure('late', undefined, 'SCHEDULE_TO_CLOSE');
  expect(asStepError(timeout, host, scopeOf('Slow')).type).toBe(Failure.stepTimedOut);
  return startBlocker(scopeOf('Next'));
}

it('a call that the time of its step has ended is the last one, though the clocks differ', () => {
  expect(nextAfterTimeout(3, true)).toMatchObject({
    type: Failure.stepTimedOut,
    agentName: 'Next',
  });
  expect(nextAfterTimeout(-3, true)).toMatchObject({ type: Failure.stepTimedOut });
});

it('a call that something else has ended, or one of a run from before, leaves the time as it was', () => {
  expect(nextAfterTimeout(1_000, true)).toBeUndefined();
  expect(nextAfterTimeout(3, false)).toBeUndefined();
});
