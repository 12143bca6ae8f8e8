import type { Deadline } from '../../core/run-input.ts';
import type { Limit } from './host.ts';
import { earlierDeadline, type StepScope } from './step-scope.ts';

/**
 * How late a workflow may notice that its time is up. When it notices later, nobody was serving it,
 * and the time it lost is given back: an outage must not time a run out.
 */
const outageMs = 5_000;

/** For what no timeout bounds: a transform in a user's own workflow. */
const unboundedMs = 86_400_000;

/** What is left for a step, after an outage all of it again. */
export function remaining(scope: StepScope): Limit {
  const deadline = scope.deadline ?? earlierDeadline(scope, unboundedMs);
  if (missedInOutage(deadline)) extend(deadline);
  return { ms: deadline.at - Date.now(), deadline };
}

/** Whether a deadline has passed while nobody was serving the workflow. */
export function missedInOutage(deadline: Deadline): boolean {
  return Date.now() - deadline.at > outageMs;
}

/** Gives all of the time again. Everything under the same deadline gets it. */
export function extend(deadline: Deadline): void {
  deadline.at = Date.now() + deadline.timeoutMs;
}
