import {
  type EventCursor,
  readCursor,
  type TurnPosition,
  writeCursor,
} from '../../core/event-cursor.ts';
import { beginningOf } from '../../core/unicode.ts';
import type { FollowedEvent, TurnRead } from '../../core/events.ts';
import type { NumberedRow } from '../store/events.ts';
import type { Store } from '../store/open-store.ts';
import { type ArgumentsPart, argumentsOf, partsBehind } from './live-arguments.ts';

/** Events that are read at once. */
const rowsAtOnce = 200;

/** Characters of a text that are given at once. */
const longestText = 200_000;

/** The first rows, of so many characters together, and one at least. */
function firstOf(rows: readonly NumberedRow[], most: number): readonly NumberedRow[] {
  let characters = 0;
  const end = rows.findIndex(({ data }) => {
    characters += data.length;
    return characters > most;
  });
  return end < 0 ? rows : rows.slice(0, Math.max(1, end));
}

/** What a piece given costs besides its text, in characters. */
const placeCharacters = 250;

/** A turn that goes on, and how much of it was given. */
interface OpenTurn extends Required<TurnPosition> {
  seq: number;
  /** Of the event that the text began with. */
  key: string;
  path: string;
}

type Mark = Pick<NumberedRow, 'seq' | 'key' | 'path' | 'type' | 'call'>;

/** Reads what happens in a run from a cursor on, each thing once. */
export class RunFollower {
  readonly #events: Store['events'];
  readonly #run: string;
  /** By model call. */
  readonly #open = new Map<string, OpenTurn>();
  #seq = 0;

  private constructor(events: Store['events'], run: string) {
    this.#events = events;
    this.#run = run;
  }

  /**
   * @param after a cursor
   * @throws `Input.Invalid` for a cursor that is none
   */
  static async open(events: Store['events'], run: string, after: string): Promise<RunFollower> {
    const follower = new RunFollower(events, run);
    const cursor = readCursor(after);
    if (cursor.seq > 0) await follower.#goTo(cursor);
    return follower;
  }

  /** What has been given so far, as a cursor. */
  get cursor(): string {
    return writeCursor(this.#seq, [...this.#open.values()]);
  }

  /** Whether somebody is speaking. */
  get isListening(): boolean {
    return this.#open.size > 0;
  }

  /**
   * What is new: events in order, and behind the last one what is being said.
   *
   * @param most about so many characters; what is more comes with the next reading
   */
  async read(most = Infinity): Promise<FollowedEvent[]> {
    const rows = await this.#events.read(this.#run, { after: this.#seq, limit: rowsAtOnce });
    const fitting = firstOf(rows, most);
    const events = fitting.map((row) => this.#take(row));
    const isAll = fitting.length === rows.length && rows.length < rowsAtOnce;
    const taken = fitting.reduce((sum, { data }) => sum + data.length, 0);
    if (isAll && taken < most) events.push(...(await this.#listen(most - taken)));
    return events;
  }

  async #goTo({ seq, turns, only }: EventCursor): Promise<void> {
    for (const mark of await this.#events.readTurnMarks(this.#run, seq)) this.#note(mark);
    this.#seq = seq;
    const open = [...this.#open.values()];
    for (const turn of open) Object.assign(turn, turns.get(turn.seq));
    const last = open.at(-1);
    if (only !== null && last !== undefined) Object.assign(last, only);
  }

  #take(row: NumberedRow): FollowedEvent {
    const { seq, at, path, type } = row;
    const turn = row.call === null ? undefined : this.#open.get(row.call);
    this.#note(row);
    this.#seq = seq;
    const read = type === 'turn.ended' && turn !== undefined ? this.#readOf(turn) : {};
    const place = { seq, at, run: this.#run, path, cursor: this.cursor, type };
    return { ...place, ...(JSON.parse(row.data) as object), ...read } as FollowedEvent;
  }

  #readOf({ offset, seq }: OpenTurn): Partial<TurnRead> {
    const others = [...this.#open.values()].map(({ seq: begun, offset: read, args }) => {
      return { seq: begun, offset: read, args };
    });
    return { from: offset, turn: seq, others };
  }

  /** Which turns are open after an event. */
  #note({ type, call, seq, key, path }: Mark): void {
    if (type === 'step.ended')
      for (const [open, turn] of this.#open) if (turn.path === path) this.#open.delete(open);
    if (call === null) return;
    if (type === 'turn.ended') this.#open.delete(call);
    if (type === 'turn.started' || type === 'turn.retried')
      this.#open.set(call, { seq, key, path, offset: 0, args: 0 });
  }

  async #listen(most: number): Promise<FollowedEvent[]> {
    const open = [...this.#open.values()];
    const pieces = await this.#events.readLiveTexts(
      open.flatMap(({ key, offset, args }) => [
        { turn: key, from: offset },
        { turn: argumentsOf(key), from: args },
      ]),
    );
    const found = new Map<string, typeof pieces>();
    for (const piece of pieces) {
      const known = found.get(piece.turn);
      if (known === undefined) found.set(piece.turn, [piece]);
      else known.push(piece);
    }
    const room = { left: most };
    return open.flatMap((turn) => {
      const text = textBehind(found.get(turn.key) ?? [], turn.offset);
      const parts = partsBehind(found.get(argumentsOf(turn.key)) ?? [], turn.args);
      return [...this.#say(turn, text, room), ...this.#sayArguments(turn, parts, room)];
    });
  }

  #say(turn: OpenTurn, all: string, room: Room): FollowedEvent[] {
    const text = takeFrom(room, all);
    if (text === '') return [];
    const { offset } = turn;
    turn.offset += text.length;
    return [{ type: 'text.delta', ...this.#placeOf(turn), text, offset, turn: turn.seq }];
  }

  #sayArguments(turn: OpenTurn, parts: readonly ArgumentsPart[], room: Room): FollowedEvent[] {
    const events: FollowedEvent[] = [];
    for (const { text: all, ...part } of parts) {
      const text = takeFrom(room, all);
      if (text === '') break;
      room.left -= placeCharacters; // a model may write many calls in turn, a character each time
      turn.args += text.length;
      events.push({ type: 'tool.delta', ...this.#placeOf(turn), ...part, text, turn: turn.seq });
      if (text.length < all.length) break;
    }
    return events;
  }

  /** Where something of a turn stands that is given now. */
  #placeOf({ path }: OpenTurn) {
    const at = new Date().toISOString();
    return { seq: this.#seq, at, run: this.#run, path, cursor: this.cursor };
  }
}

/** How many characters may still be given at once. */
interface Room {
  left: number;
}

/** The beginning of a text, as much as there is room for. */
function takeFrom(room: Room, text: string): string {
  const taken = beginningOf(text, Math.max(0, Math.min(longestText, room.left)));
  room.left -= taken.length;
  return taken;
}

/** What follows a place in a text. A piece that is not there yet ends what can be given. */
function textBehind(pieces: readonly { start: number; text: string }[], from: number): string {
  let known = '';
  for (const { start, text } of pieces) {
    const at = from + known.length;
    if (start <= at) known += text.slice(at - start);
  }
  return known;
}
