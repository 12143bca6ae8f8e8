import { Context } from '@temporalio/activity';
import type { FollowedEvent, ToldEvent } from '../../core/events.ts';
import { nextEvents } from './next-events.ts';
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
   * What is new of a run behind a cursor, as soon as there is something; nothing after `waitMs`.
   *
   * @throws `Input.Invalid` for a cursor that is none
   */
  readEvents(input: EventsWanted): Promise<{ events: FollowedEvent[]; cursor: string }>;
}

/** What a follower asks for. */
export interface EventsWanted {
  /** Workflow id of the outermost run. */
  run: string;
  after: string;
  waitMs: number;
}

export function createEventActivities({ store }: { store: Store }): EventActivities {
  return {
    tellEvents: ({ run, events }) => store.events.log.write(run, events),
    async readEvents({ run, after, waitMs }) {
      const follower = await RunFollower.open(store.events, run, after);
      const events = await nextEvents(follower, waitMs, Context.current().cancellationSignal);
      return { events, cursor: follower.cursor };
    },
  };
}
