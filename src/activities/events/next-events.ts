import { setTimeout as sleep } from 'node:timers/promises';
import type { FollowedEvent } from '../../core/events.ts';
import type { RunFollower } from './run-follower.ts';

/** How often it is looked for something new, in ms: while somebody is speaking, and else. */
const lookMs = { listening: 40, waiting: 100 } as const;

/** What is new of a run, as soon as there is something; nothing after `waitMs`, or an abort. */
export async function nextEvents(
  follower: RunFollower,
  waitMs: number,
  signal?: AbortSignal,
): Promise<FollowedEvent[]> {
  for (const end = performance.now() + waitMs; ;) {
    const events = await follower.read();
    const left = end - performance.now();
    if (events.length > 0 || left <= 0 || signal?.aborted === true) return events;
    const ms = follower.isListening ? lookMs.listening : lookMs.waiting;
    await sleep(Math.min(ms, left), undefined, { signal }).catch(() => undefined);
  }
}
