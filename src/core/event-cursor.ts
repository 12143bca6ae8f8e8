import { invalidInput } from './parse-input.ts';

/** How much of what a model says in a turn was read; UTF-16 units. */
export interface TurnPosition {
  /** Of its text. */
  offset: number;
  /** Of the arguments of its tool calls, all together, in the order in which they came. Default: 0. */
  args?: number;
}

/** How far a follower has got: every event up to a number, and open turns up to positions. */
export interface EventCursor {
  /** Of the last event; 0: none. */
  seq: number;
  /** By the `seq` of the turn's `turn.started`. */
  turns: ReadonlyMap<number, TurnPosition>;
  /** Of the only turn that was open; `null`: not said. */
  only: TurnPosition | null;
}

const position = String.raw`\d{1,15}(?:~\d{1,15})?`;
const turn = String.raw`\d{1,15}\.${position}`;
const pattern = new RegExp(
  String.raw`^(\d{1,15})(?::(?:(${position})|((?:${turn},)*${turn},?)))?$`,
);

/** Whether a text is a cursor, as {@link readCursor} reads it. */
export function isCursor(written: string): boolean {
  return pattern.test(written);
}

/**
 * Reads a cursor: `12`, `12:340` (the one turn that is open is read up to 340), `12:340~50` (and 50
 * characters of its arguments) or `12:9.340,11.20~50` (the turns begun with events 9 and 11 are).
 *
 * @throws `Input.Invalid`
 */
export function readCursor(written: string | number): EventCursor {
  const found = pattern.exec(`${written}`);
  if (found === null) {
    const message = `'${written}' is no cursor: give the 'cursor' or 'seq' of an event, such as 12 or 12:340`;
    throw invalidInput('after', [{ path: '', message }]);
  }
  const [, seq, only, turns = ''] = found;
  const pairs = turns.split(',').filter(Boolean);
  return {
    seq: Number(seq),
    only: only === undefined ? null : readPosition(only),
    turns: new Map(
      pairs.map((pair) => {
        const [begun, to = ''] = pair.split('.');
        return [Number(begun), readPosition(to)];
      }),
    ),
  };
}

/** Writes a cursor, as short as can be: `open` are all turns that are open, with what is read of them. */
export function writeCursor(
  seq: number,
  open: readonly ({ seq: number } & TurnPosition)[],
): string {
  const read = open.filter(({ offset, args = 0 }) => offset > 0 || args > 0);
  const [only] = read;
  if (only === undefined) return `${seq}`;
  if (open.length === 1) return `${seq}:${writePosition(only)}`;
  return `${seq}:${read.map((each) => `${each.seq}.${writePosition(each)}`).join(',')}`;
}

function readPosition(written: string): TurnPosition {
  const [offset, args = 0] = written.split('~');
  return { offset: Number(offset), args: Number(args) };
}

function writePosition({ offset, args = 0 }: TurnPosition): string {
  return args === 0 ? `${offset}` : `${offset}~${args}`;
}
