import {
  type EventCursor,
  readCursor,
  type TurnPosition,
  writeCursor,
} from '../../core/event-cursor.ts';
import type { FollowedEvent, TurnRead } from '../../core/events.ts';
import type { EventStore } from '../store/event-store.ts';
import type { FollowedTo, NumberedRow, TurnMark } from '../store/events.ts';
import type { ReadTo } from '../store/live-texts.ts';
import { type Room, takeFrom, takePlace, takeRows } from './answer-room.ts';
import { type ArgumentsPart, argumentsOf, partsBehind } from './live-arguments.ts';
import { readSpoken, type Spoken, textBehind } from './spoken.ts';

/** Events that are read at once, of one run and of many. */
const rowsAtOnce = { most: 200, least: 20 } as const;

/** A turn that goes on, and how much of it was given. */
interface OpenTurn extends Required<TurnPosition> {
  seq: number;
  /** Of the event that the text began with. */
  key: string;
  path: string;
}

/** A run, and the cursor that it is followed from. */
interface Followed {
  run: string;
  after: string;
}

/** Reads what happens in a run from a cursor on, each thing once. */
export class RunFollower {
  readonly #events: EventStore;
  readonly #run: string;
  /** By model call. */
  readonly #open = new Map<string, OpenTurn>();
  #seq = 0;

  private constructor(events: EventStore, run: string) {
    this.#events = events;
    this.#run = run;
  }

  /**
   * @param after a cursor
   * @throws `Input.Invalid` for a cursor that is none
   */
  static async open(events: EventStore, run: string, after: string): Promise<RunFollower> {
    const [follower] = await RunFollower.openAll(events, [{ run, after }]);
    return follower as RunFollower;
  }

  /**
   * As many as are wanted, with one statement.
   *
   * @throws `Input.Invalid` for a cursor that is none
   */
  static async openAll(events: EventStore, wanted: readonly Followed[]): Promise<RunFollower[]> {
    const cursors = wanted.map(({ after }) => readCursor(after));
    const places = wanted.map(({ run }, index) => ({ run, after: cursors[index]?.seq ?? 0 }));
    const isOnWay = places.some(({ after }) => after > 0);
    const marks = isOnWay ? await events.readTurnMarks(places) : [];
    return wanted.map(({ run }, index) => {
      const follower = new RunFollower(events, run);
      const cursor = cursors[index];
      if (cursor !== undefined && cursor.seq > 0) follower.#goTo(cursor, marks[index] ?? []);
      return follower;
    });
  }

  /**
   * What is new for each of some followers of one store: events in order, and behind the last one what
   * is being said. All of it is read with two statements.
   *
   * @param most about so many characters together; what is more comes with the next reading
   * @param before so many of them were given already
   */
  static async readAll(
    followers: readonly RunFollower[],
    most = Infinity,
    before = 0,
  ): Promise<FollowedEvent[][]> {
    const [first] = followers;
    if (first === undefined) return [];
    const events = first.#events;
    const limit = Math.max(rowsAtOnce.least, Math.floor(rowsAtOnce.most / followers.length));
    const places = followers.map((follower) => follower.#place);
    const rows = await events.read(places, limit);
    const room = { left: most - before, isEmpty: before === 0 };
    const taken = followers.map((follower, index) =>
      follower.#takeRows(rows[index] ?? [], limit, room),
    );
    const listening = taken.flatMap(({ isAll }, index) => {
      const follower = followers[index];
      return isAll && follower !== undefined ? [follower] : [];
    });
    const texts = room.left > 0 ? listening.flatMap((follower) => follower.#texts) : [];
    const spoken = await readSpoken(events, texts);
    return followers.map((follower, index) => {
      const { given = [], isAll = false } = taken[index] ?? {};
      return isAll ? [...given, ...follower.#listen(spoken, room)] : given;
    });
  }

  /** What has been given so far, as a cursor. */
  get cursor(): string {
    return writeCursor(this.#seq, [...this.#open.values()]);
  }

  /** Whether somebody is speaking. */
  get isListening(): boolean {
    return this.#open.size > 0;
  }

  /** What is new for this one. */
  async read(most = Infinity): Promise<FollowedEvent[]> {
    const [events = []] = await RunFollower.readAll([this], most);
    return events;
  }

  /** Which texts are being said, and how far they were given. */
  get #texts(): ReadTo[] {
    return [...this.#open.values()].flatMap(({ key, offset, args }) => [
      { turn: key, from: offset },
      { turn: argumentsOf(key), from: args },
    ]);
  }

  get #place(): FollowedTo {
    return { run: this.#run, after: this.#seq };
  }

  #goTo({ seq, turns, only }: EventCursor, marks: readonly TurnMark[]): void {
    for (const mark of marks) this.#note(mark);
    this.#seq = seq;
    const open = [...this.#open.values()];
    for (const turn of open) Object.assign(turn, turns.get(turn.seq));
    const last = open.at(-1);
    if (only !== null && last !== undefined) Object.assign(last, only);
  }

  /** @returns the events for which there is room, and whether these are all that there are */
  #takeRows(rows: readonly NumberedRow[], limit: number, room: Room) {
    if (room.left <= 0) return { given: [], isAll: false };
    const fitting = takeRows(room, rows, this.cursor);
    const given = fitting.map((row) => this.#take(row));
    return { given, isAll: fitting.length === rows.length && rows.length < limit };
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
  #note({ type, call, seq, key, path }: TurnMark): void {
    if (type === 'step.ended')
      for (const [open, turn] of this.#open) if (turn.path === path) this.#open.delete(open);
    if (call === null) return;
    if (type === 'turn.ended') this.#open.delete(call);
    if (type === 'turn.started' || type === 'turn.retried')
      this.#open.set(call, { seq, key, path, offset: 0, args: 0 });
  }

  #listen(spoken: Spoken, room: Room): FollowedEvent[] {
    return [...this.#open.values()].flatMap((turn) => {
      const text = textBehind(spoken.get(turn.key) ?? [], turn.offset);
      const parts = partsBehind(spoken.get(argumentsOf(turn.key)) ?? [], turn.args);
      return [...this.#say(turn, text, room), ...this.#sayArguments(turn, parts, room)];
    });
  }

  #say(turn: OpenTurn, all: string, room: Room): FollowedEvent[] {
    const text = takeFrom(room, all);
    if (text === '') return [];
    const { offset } = turn;
    turn.offset += text.length;
    const place = takePlace(room, this.#placeOf(turn));
    return [{ type: 'text.delta', ...place, text, offset, turn: turn.seq }];
  }

  #sayArguments(turn: OpenTurn, parts: readonly ArgumentsPart[], room: Room): FollowedEvent[] {
    const events: FollowedEvent[] = [];
    for (const { text: all, ...part } of parts) {
      const text = takeFrom(room, all);
      if (text === '') break;
      turn.args += text.length;
      const place = takePlace(room, this.#placeOf(turn)); // many calls in turn, a character each time
      events.push({ type: 'tool.delta', ...place, ...part, text, turn: turn.seq });
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
