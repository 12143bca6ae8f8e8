import { beginningOf } from '../../core/unicode.ts';
import type { NumberedRow } from '../store/events.ts';

/** How many characters may still be given at once, as JSON writes them. */
export interface Room {
  left: number;
  /** Whether nothing was given yet: whatever comes first is, however long it is. */
  isEmpty: boolean;
}

/** What a piece given costs besides its text, in characters. */
const placeCharacters = 250;

/** Characters of a text that are given at once. */
const longestText = 200_000;

/** What JSON makes of one character at most: a control character takes `\u` and four digits. */
const longestEscape = 6;

/**
 * The first rows, as many as there is room for.
 *
 * @param cursor where they are given from: each tells its own, which is about as long
 */
export function takeRows(
  room: Room,
  rows: readonly NumberedRow[],
  cursor: string,
): readonly NumberedRow[] {
  const sizeOf = ({ data }: NumberedRow) => data.length + placeCharacters + cursor.length;
  let left = room.left;
  const end = rows.findIndex((row) => {
    left -= sizeOf(row);
    return left < 0;
  });
  const taken = end < 0 ? rows : rows.slice(0, Math.max(room.isEmpty ? 1 : 0, end));
  room.left -= taken.reduce((sum, row) => sum + sizeOf(row), 0);
  room.isEmpty &&= taken.length === 0;
  return taken;
}

/** Counts where a piece stands: its own cursor, and what else it costs besides its text. */
export function takePlace<P extends { cursor: string }>(room: Room, place: P): P {
  room.left -= placeCharacters + place.cursor.length;
  return place;
}

/** The beginning of a text, as much as there is room for. */
export function takeFrom(room: Room, text: string): string {
  const taken = fitting(
    room.left,
    beginningOf(text, Math.max(0, Math.min(longestText, room.left))),
  );
  room.left -= writtenLength(taken);
  room.isEmpty &&= taken === '';
  return taken;
}

function fitting(most: number, text: string): string {
  const fits = most === Infinity || writtenLength(text) <= most;
  return fits ? text : beginningOf(text, Math.floor(most / longestEscape));
}

function writtenLength(text: string): number {
  return JSON.stringify(text).length - '""'.length;
}
