import { expect } from 'vitest';
import type { RunEvent } from '../../../src/client/index.ts';

/** Whether an event has a number of its own, the same for every follower. */
export const isCounted = ({ type }: RunEvent) => type !== 'text.delta' && type !== 'tool.delta';

/** The text of each turn as it came, by the `seq` of its beginning. */
export function textsIn(events: readonly RunEvent[]): Map<number, string> {
  const texts = new Map<number, string>();
  for (const event of events) {
    if (event.type !== 'text.delta') continue;
    const known = texts.get(event.turn) ?? '';
    expect(event.offset).toBe(known.length);
    texts.set(event.turn, known + event.text);
  }
  return texts;
}

/** Whether a turn was begun again, with whatever had been said in it. */
export function isRetried(turn: number, events: readonly RunEvent[]): boolean {
  const begun = events.find((event) => event.seq === turn && isCounted(event));
  return events.some(
    ({ seq, path, type }) => seq > turn && path === begun?.path && type === 'turn.retried',
  );
}

/** Whole texts, in order. */
export function endedTexts(events: readonly RunEvent[]): string[] {
  return events.flatMap((event) => (event.type === 'turn.ended' ? [event.text] : []));
}
