import type { Deadline } from '../../core/run-input.ts';
import type { Limit } from './host.ts';
import type { Place } from './step-scope.ts';

/**
 * How late a workflow may notice that its time is up. When it notices later, nobody was serving it,
 * and the time it lost is given back: an outage must not time a run out.
 */
const outageMs = 5_000;

/** For what no timeout bounds: a transform in a user's own workflow. */
const unboundedMs = 86_400_000;

/** The deadline `ms` from now, or the one around it where that is no later. */
export function sooner(place: Place, ms: number): Deadline {
  const at = Date.now() + ms;
  if (place.deadline !== null && place.deadline.at <= at) return place.deadline;
  return { at, timeoutMs: ms, setBy: place.made.id, name: place.made.name };
}

/** What is left for something at this place, after an outage all of it again. */
export function limitAt(place: Place): Limit {
  const deadline = place.deadline ?? sooner(place, unboundedMs);
  if (wasAway(deadline)) renew(deadline);
  return { ms: deadline.at - Date.now(), deadline };
}

/** Whether a deadline has passed while nobody was serving the workflow. */
export function wasAway(deadline: Deadline): boolean {
  return Date.now() - deadline.at > outageMs;
}

/** Gives all of the time again. Everything under the same deadline gets it. */
export function renew(deadline: Deadline): void {
  deadline.at = Date.now() + deadline.timeoutMs;
}
