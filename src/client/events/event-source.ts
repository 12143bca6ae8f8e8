import { randomUUID } from 'node:crypto';
import type { FollowedEvent, ToldEvent } from '../../core/events.ts';
import { readThroughWorker, type TextReader } from '../runs/worker-query.ts';

/** Where a follower reads what happens in a run, from a cursor on. */
export interface EventSource {
  /** What is new, as soon as there is something; nothing after `waitMs`, or an abort. */
  next(waitMs: number, signal: AbortSignal): Promise<FollowedEvent[]>;
  /** Writes that the run has ended, where it has not said so itself, and gives what is new. */
  end(event: ToldEvent): Promise<FollowedEvent[]>;
}

/** Opens the source of a run's events; `after`: a cursor. */
export type OpenEvents = (run: string, after: string) => EventSource;

/** How long a worker waits for something new, in ms. */
const longestWaitMs = 20_000;

/**
 * Follows through a worker, for who has no access to the store: small runs of their own that wait
 * there for what comes next, at no cost to the run that is followed.
 */
export function eventsThroughWorker(reader: TextReader): OpenEvents {
  return (run, after) => {
    let cursor = after;
    const ask = async (waitMs: number, end?: ToldEvent) => {
      const wanted = { run, after: cursor, waitMs, end };
      const read = await readThroughWorker<{ events: FollowedEvent[]; cursor: string }>(reader, {
        workflow: 'readEvents',
        args: [wanted],
        limit: '60s',
        id: `follow-${randomUUID().slice(0, 8)}`,
        what: `what happens in '${run}'`,
        again: 'again',
        summary: `what happens in ${run}, for a client`,
      });
      ({ cursor } = read);
      return read.events;
    };
    return {
      next: (waitMs) => ask(waitMs === 0 ? 0 : longestWaitMs),
      end: (event) => ask(0, event),
    };
  };
}
