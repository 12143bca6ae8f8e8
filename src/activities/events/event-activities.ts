import { Context } from '@temporalio/activity';
import type { FollowedEvent, ToldEvent } from '../../core/events.ts';
import { startHeartbeats } from '../heartbeat.ts';
import { nextOfAll } from './next-events.ts';
import { RunFollower } from './run-follower.ts';
import type { Store } from '../store/open-store.ts';

export interface EventActivities {
  /**
   * Writes down what has happened in a run.
   *
   * @param input.run workflow id of the outermost run
   */
  tellEvents(input: { run: string; events: ToldEvent[] }): Promise<void>;
  /**
   * What is new of runs, each behind a cursor, as soon as there is something of one; nothing after
   * `waitMs`. In the order asked for.
   *
   * @throws `Input.Invalid` for a cursor that is none
   */
  readEvents(input: EventsWanted): Promise<ReadEvents[]>;
}

/** What followers ask for. */
export interface EventsWanted {
  /** `run`: workflow id of the outermost run. */
  wanted: { run: string; after: string }[];
  waitMs: number;
}

/** What was new of a run. */
export interface ReadEvents {
  events: FollowedEvent[];
  /** Where it goes on. */
  cursor: string;
}

/** For more of what has begun to come, in ms: each answer costs a workflow. */
const gatherMs = 150;

/** Characters of an answer: safely below the 2 MB of Temporal's payloads. */
const mostCharacters = 500_000;

export function createEventActivities({ store }: { store: Store }): EventActivities {
  return {
    tellEvents: ({ run, events }) => store.events.log.write(run, events),
    async readEvents({ wanted, waitMs }) {
      const context = Context.current();
      const endHeartbeats = startHeartbeats(context);
      try {
        const followers = await RunFollower.openAll(store.events, wanted);
        const signal = context.cancellationSignal;
        const waiting = { waitMs, gatherMs, most: mostCharacters, signal };
        const found = await nextOfAll(followers, waiting);
        return followers.map(({ cursor }, index) => ({ events: found[index] ?? [], cursor }));
      } finally {
        endHeartbeats();
      }
    },
  };
}
