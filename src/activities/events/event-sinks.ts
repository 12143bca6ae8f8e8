import { setTimeout as sleep } from 'node:timers/promises';
import type { Sinks } from '@temporalio/workflow';
import type { ToldEvent } from '../../core/events.ts';
import type { EventLog } from './event-log.ts';

/** What a workflow hands to the worker that runs it. */
export interface EventSinks extends Sinks {
  durableAgentsEvents: {
    /**
     * Writes down what has happened, before the server learns that the workflow has ended. Where that
     * task is done again, it may be told again.
     *
     * @param run workflow id of the outermost run
     */
    tell(run: string, events: ToldEvent[]): void;
  };
}

/** How long the last task of a workflow waits for its events, in ms: well below what it may take. */
const longestMs = 3_000;

export function eventSinks({ events }: { events: { log: Pick<EventLog, 'write'> } }) {
  return {
    durableAgentsEvents: {
      tell: {
        // Where the database is away, or does not answer, they wait for it in the log, and nobody is held up.
        async fn(_: unknown, run: string, told: ToldEvent[]): Promise<void> {
          const written = new AbortController();
          const writing = events.log.write(run, told).catch(() => undefined);
          const tooLong = sleep(longestMs, undefined, { signal: written.signal });
          await Promise.race([writing, tooLong.catch(() => undefined)]);
          written.abort();
        },
      },
    },
  };
}
