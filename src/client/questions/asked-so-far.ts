import { pathInside, splitPath } from '../../core/step-path.ts';
import { eventsThroughWorker } from '../events/event-source.ts';
import type { EventReader } from '../events/run-events.ts';

/** A question that was asked, and the workflow that takes its answer. */
export interface AskedQuestion {
  id: string;
  workflow: string;
}

/** The questions that a run, or a step of one, has asked so far, as its events tell. */
export async function askedSoFar(reader: EventReader, id: string): Promise<AskedQuestion[]> {
  const [run = id] = splitPath(id);
  const source = (reader.openEvents ?? eventsThroughWorker(reader))(run, '0');
  const { signal } = new AbortController();
  const asked: AskedQuestion[] = [];
  for (;;) {
    const events = await source.next(0, signal);
    // what is being said goes on, and counts for nothing here
    if (events.every(({ type }) => type === 'text.delta' || type === 'tool.delta')) return asked;
    for (const event of events)
      if (event.type === 'question.asked' && isAt(event.answerTo, id))
        asked.push({ id: event.id, workflow: event.answerTo });
  }
}

function isAt(workflow: string, id: string): boolean {
  return workflow === id || pathInside(workflow, id) !== null;
}
