import { beginningOf } from '../../core/unicode.ts';
import type { NumberedRow } from '../store/events.ts';

/** How many characters may still be given at once. */
export interface Room {
  left: number;
}

/** What a piece given costs besides its text, in characters. */
export const placeCharacters = 250;

/** Characters of a text that are given at once. */
const longestText = 200_000;

/** The first rows, of so many characters together, and one at least. */
export function firstRows(rows: readonly NumberedRow[], most: number): readonly NumberedRow[] {
  let characters = 0;
  const end = rows.findIndex(({ data }) => {
    characters += data.length;
    return characters > most;
  });
  return end < 0 ? rows : rows.slice(0, Math.max(1, end));
}

/** The beginning of a text, as much as there is room for. */
export function takeFrom(room: Room, text: string): string {
  const taken = beginningOf(text, Math.max(0, Math.min(longestText, room.left)));
  room.left -= taken.length;
  return taken;
}
