import { type EventCursor, readCursor, writeCursor } from '../../core/event-cursor.ts';
import { beginningOf } from '../../core/unicode.ts';
import type { FollowedEvent, TurnRead } from '../../core/events.ts';
import type { NumberedRow } from '../store/events.ts';
import type { Store } from '../store/open-store.ts';

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

/** A turn that goes on, and how much of its text was given. */
interface OpenTurn {
  seq: number;
  /** Of the event that the text began with. */
  key: string;
  path: string;
  offset: number;
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

  async #goTo({ seq, texts, offset }: EventCursor): Promise<void> {
    for (const mark of await this.#events.readTurnMarks(this.#run, seq)) this.#note(mark);
    this.#seq = seq;
    const open = [...this.#open.values()];
    for (const turn of open) turn.offset = texts.get(turn.seq) ?? 0;
    const last = open.at(-1);
    if (offset !== null && last !== undefined) last.offset = offset;
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
    const others = [...this.#open.values()].map((turn) => ({ seq: turn.seq, offset: turn.offset }));
    return { from: offset, turn: seq, others };
  }

  /** Which turns are open after an event. */
  #note({ type, call, seq, key, path }: Mark): void {
    if (type === 'step.ended')
      for (const [open, turn] of this.#open) if (turn.path === path) this.#open.delete(open);
    if (call === null) return;
    if (type === 'turn.ended') this.#open.delete(call);
    if (type === 'turn.started' || type === 'turn.retried')
      this.#open.set(call, { seq, key, path, offset: 0 });
  }

  async #listen(most: number): Promise<FollowedEvent[]> {
    const open = new Map([...this.#open.values()].map((turn) => [turn.key, turn]));
    const read = [...open.values()].map(({ key, offset }) => ({ turn: key, from: offset }));
    const pieces = await this.#events.readLiveTexts(read);
    const said = new Map<OpenTurn, string>();
    for (const { turn: key, start, text } of pieces) {
      const turn = open.get(key);
      if (turn === undefined) continue;
      const known = said.get(turn) ?? '';
      const at = turn.offset + known.length;
      // A piece that is not there yet ends what can be given.
      if (start <= at) said.set(turn, known + text.slice(at - start));
    }
    let left = most;
    return [...said].flatMap(([turn, all]) => {
      const text = beginningOf(all, Math.min(longestText, left));
      left -= text.length;
      return text === '' ? [] : this.#say(turn, text);
    });
  }

  #say(turn: OpenTurn, text: string): FollowedEvent {
    const { offset, path } = turn;
    turn.offset += text.length;
    const place = { seq: this.#seq, at: new Date().toISOString(), run: this.#run, path };
    return { type: 'text.delta', ...place, cursor: this.cursor, text, offset, turn: turn.seq };
  }
}
