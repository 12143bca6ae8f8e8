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

export function eventSinks({ events }: { events: { log: Pick<EventLog, 'write'> } }) {
  return {
    durableAgentsEvents: {
      tell: {
        // Where the database is away, they wait for it in the log, and nobody is held up.
        fn: (_: unknown, run: string, told: ToldEvent[]): Promise<void> =>
          events.log.write(run, told).catch(() => undefined),
      },
    },
  };
}
