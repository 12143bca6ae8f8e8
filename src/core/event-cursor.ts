import { invalidInput } from './parse-input.ts';

/** How far a follower has got: every event up to a number, and the texts of open turns up to offsets. */
export interface EventCursor {
  /** Of the last event; 0: none. */
  seq: number;
  /** Characters (UTF-16 units) by the `seq` of the turn's `turn.started`. */
  texts: ReadonlyMap<number, number>;
  /** The same, of the only turn that was open; `null`: not said. */
  offset: number | null;
}

/**
 * Reads a cursor: `12`, `12:340` (the one turn that is open is read up to 340) or `12:9.340,11.20`
 * (the turns begun with events 9 and 11 are).
 *
 * @throws `Input.Invalid`
 */
export function readCursor(written: string | number): EventCursor {
  const found = /^(\d{1,15})(?::(?:(\d{1,15})|((?:\d{1,15}\.\d{1,15},?)+)))?$/.exec(`${written}`);
  if (found === null) {
    const message = `'${written}' is no cursor: give the 'cursor' or 'seq' of an event, such as 12 or 12:340`;
    throw invalidInput('after', [{ path: '', message }]);
  }
  const [, seq, offset, texts = ''] = found;
  const pairs = texts.split(',').filter(Boolean);
  return {
    seq: Number(seq),
    offset: offset === undefined ? null : Number(offset),
    texts: new Map(
      pairs.map((pair) => {
        const [turn, to] = pair.split('.');
        return [Number(turn), Number(to)];
      }),
    ),
  };
}

/** Writes a cursor, as short as can be: `open` are all turns that are open, with what is read of them. */
export function writeCursor(seq: number, open: readonly { seq: number; offset: number }[]): string {
  const read = open.filter(({ offset }) => offset > 0);
  const [only] = read;
  if (only === undefined) return `${seq}`;
  if (open.length === 1) return `${seq}:${only.offset}`;
  return `${seq}:${read.map((turn) => `${turn.seq}.${turn.offset}`).join(',')}`;
}
