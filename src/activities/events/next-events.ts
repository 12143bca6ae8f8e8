import { setTimeout as sleep } from 'node:timers/promises';
import type { FollowedEvent } from '../../core/events.ts';
import { pauseOf } from './look-pause.ts';
import { RunFollower } from './run-follower.ts';

/** How far somebody follows. */
export interface Waiting {
  /** For something new, in ms. */
  waitMs: number;
  /** Once there is something, for more of it, in ms. */
  gatherMs: number;
  /** About so many characters together. */
  most: number;
  signal: AbortSignal;
}

/**
 * What is new for each of some followers, as soon as there is something for one of them; nothing
 * after `waitMs`, or an abort.
 */
export async function nextOfAll(
  followers: readonly RunFollower[],
  { waitMs, gatherMs, most, signal }: Waiting,
): Promise<FollowedEvent[][]> {
  const pause = async (ms: number) => await sleep(ms, undefined, { signal }).catch(() => undefined);
  for (const end = performance.now() + waitMs; ;) {
    const found = await RunFollower.readAll(followers, most);
    const left = end - performance.now();
    const isOver = left <= 0 || signal.aborted;
    if (!found.some((events) => events.length > 0) && !isOver) {
      await pause(Math.min(pauseOf(followers), left));
      continue;
    }
    if (isOver) return found;
    await pause(gatherMs);
    const more = await RunFollower.readAll(followers, most, sizeOf(found));
    return found.map((events, index) => [...events, ...(more[index] ?? [])]);
  }
}

function sizeOf(all: readonly FollowedEvent[][]): number {
  const events = all.flat();
  return events.length === 0 ? 0 : JSON.stringify(events).length;
}
