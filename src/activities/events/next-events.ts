import { setTimeout as sleep } from 'node:timers/promises';
import type { FollowedEvent } from '../../core/events.ts';
import type { RunFollower } from './run-follower.ts';

/** How often it is looked for something new, in ms: while somebody is speaking, and else. */
const lookMs = { listening: 40, waiting: 100 } as const;

/** How far somebody follows. */
export interface Waiting {
  /** For something new, in ms. */
  waitMs: number;
  /** Once there is something, for more of it, in ms. Default: not at all. */
  gatherMs?: number;
  /** About so many characters together. Default: any number. */
  most?: number;
  signal?: AbortSignal;
}

/** What is new for one follower. */
export async function nextEvents(
  follower: RunFollower,
  waiting: Waiting,
): Promise<FollowedEvent[]> {
  const [events = []] = await nextOfAll([follower], waiting);
  return events;
}

/**
 * What is new for each of some followers, as soon as there is something for one of them; nothing
 * after `waitMs`, or an abort.
 */
export async function nextOfAll(
  followers: readonly RunFollower[],
  { waitMs, gatherMs = 0, most = Infinity, signal }: Waiting,
): Promise<FollowedEvent[][]> {
  const pause = async (ms: number) => await sleep(ms, undefined, { signal }).catch(() => undefined);
  for (const end = performance.now() + waitMs; ;) {
    const found = await readAll(followers, most);
    const left = end - performance.now();
    const isOver = left <= 0 || signal?.aborted === true;
    if (!found.some((events) => events.length > 0) && !isOver) {
      const isListening = followers.some((follower) => follower.isListening);
      await pause(Math.min(isListening ? lookMs.listening : lookMs.waiting, left));
      continue;
    }
    if (gatherMs === 0 || isOver) return found;
    await pause(gatherMs);
    const more = await readAll(followers, most - sizeOf(found));
    return found.map((events, index) => [...events, ...(more[index] ?? [])]);
  }
}

/** Reads one after another until it is enough: who is not read then is so the next time. */
async function readAll(
  followers: readonly RunFollower[],
  most: number,
): Promise<FollowedEvent[][]> {
  const all: FollowedEvent[][] = [];
  let left = most;
  for (const follower of followers) {
    const events = left > 0 ? await follower.read(left) : [];
    all.push(events);
    left -= sizeOf([events]);
  }
  return all;
}

function sizeOf(all: readonly FollowedEvent[][]): number {
  const events = all.flat();
  return events.length === 0 ? 0 : JSON.stringify(events).length;
}
