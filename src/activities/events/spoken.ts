import type { EventStore } from '../store/event-store.ts';
import type { ReadPiece, ReadTo } from '../store/live-texts.ts';

/** Pieces of texts, by the turn that they are said in. */
export type Spoken = ReadonlyMap<string, readonly ReadPiece[]>;

/** What is being said behind some places, each of which is read once. */
export async function readSpoken(events: EventStore, texts: readonly ReadTo[]): Promise<Spoken> {
  const wanted = new Map(texts.map((text) => [`${text.from} ${text.turn}`, text]));
  const spoken = new Map<string, ReadPiece[]>();
  for (const piece of await events.readLiveTexts([...wanted.values()])) {
    const known = spoken.get(piece.turn);
    if (known === undefined) spoken.set(piece.turn, [piece]);
    else known.push(piece);
  }
  return spoken;
}

/** What follows a place in a text. A piece that is not there yet ends what can be given. */
export function textBehind(
  pieces: readonly { start: number; text: string }[],
  from: number,
): string {
  let known = '';
  for (const { start, text } of pieces) {
    const at = from + known.length;
    if (start <= at) known += text.slice(at - start);
  }
  return known;
}
