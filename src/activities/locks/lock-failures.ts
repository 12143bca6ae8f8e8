import type { ApplicationFailure } from '@temporalio/common';
import { showMs } from '../../core/durations.ts';
import { Failure, failure } from '../../core/failures.ts';
import type { LockName } from '../../core/locks.ts';
import type { Standing } from '../store/lock-line.ts';

/** The failure of who has waited long enough. */
export function waitedTooLong(
  name: LockName,
  waitMs: number,
  { standing, problem }: { standing?: Standing | undefined; problem?: Error },
): ApplicationFailure {
  const { namespace, key } = name;
  const holder = standing?.holder ?? null;
  const position = standing === undefined ? null : standing.ahead + 1;
  const held =
    problem !== undefined
      ? `the database cannot be reached (${problem.message})`
      : holder === null
        ? 'nobody holds it at this moment'
        : `'${holder}' holds it, for ${showMs(standing?.heldForMs ?? 0)} now`;
  const line = position === null ? '' : `, and this request is number ${position} in line`;
  const message = `the lock ${show(name)} was not free within ${showMs(waitMs)}: ${held}${line}. Wait longer (the option 'wait'), hold it for a shorter time, or see 'durable-agents locks'`;
  const fencing = standing?.fencing ?? null;
  const details = { namespace, key, holder, position, fencing };
  return failure(Failure.lockTimedOut, message, { retryable: true, details });
}

/** Why the signal of a lock is aborted whose lease has ended under its holder. */
export function lostLease(name: LockName, fencing: number): ApplicationFailure {
  const message = `the lock ${show(name)} (fencing number ${fencing}) was lost: its lease ended before it was renewed, and somebody else may hold it now. Stop what it guards; this process stood still, or did not reach the database`;
  return failure(Failure.lockTimedOut, message, {
    retryable: true,
    details: { ...name, fencing, lost: true },
  });
}

/** The failure of an attempt that has been replaced while it waited. */
export function supersededWait(name: LockName): ApplicationFailure {
  const message = `this request for the lock ${show(name)} has been made again elsewhere, and the newer attempt has its place in line: this one is over`;
  return failure(Failure.lockTimedOut, message, { retryable: true, details: { ...name } });
}

/** What the user sees of a lock's name. */
export function show({ namespace, key }: LockName): string {
  return `'${namespace}/${key}'`;
}
