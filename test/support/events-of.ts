import type { EventStore } from '../../src/activities/store/event-store.ts';
import type { NumberedRow } from '../../src/activities/store/events.ts';

/** Everything that is stored of what happened in a run. */
export async function eventsOf(events: EventStore, run: string): Promise<NumberedRow[]> {
  const [rows = []] = await events.read([{ run, after: 0 }], 10_000);
  return rows;
}
