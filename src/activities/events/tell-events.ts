import type { ToldEvent } from '../../core/events.ts';
import type { Store } from '../store/open-store.ts';

export interface EventActivities {
  /**
   * Writes down what has happened in a run.
   *
   * @param input.run workflow id of the outermost run
   */
  tellEvents(input: { run: string; events: ToldEvent[] }): Promise<void>;
}

export function createEventActivities({ store }: { store: Store }): EventActivities {
  return { tellEvents: ({ run, events }) => store.events.log.write(run, events) };
}
