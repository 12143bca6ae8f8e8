import type { ToldEvent } from '../../core/events.ts';
import { retryUntil } from '../../core/retry-until.ts';
import { appendEvents, type EventRow } from '../store/events.ts';
import { addLiveTexts, dropOldLiveTexts, type LivePiece } from '../store/live-texts.ts';
import { storable } from '../store/messages.ts';
import type { Database } from '../store/tables.ts';
import { inTransaction } from '../store/transaction.ts';

/** How often what waits is written, in ms: once for all runs and texts of the process. */
const everyMs = 100;

/** How long what comes after a pause waits, in ms: a quick call has ended by then, and writes it itself. */
const leastMs = 25;

/** What may wait for a database that is away: beyond it, text is dropped; its reply tells it later. */
const mostCharacters = 4_000_000;

/** Texts of calls that nobody has ended for so long, in ms, are of none. */
const forgottenMs = 24 * 60 * 60 * 1_000;

const retries = { triesAtMost: 3, firstPauseMs: 50, longestPauseMs: 200 } as const;

/**
 * What happens in runs, on its way to the store: written together each 100 ms, whatever the number of
 * runs, and what an activity writes at its end goes with that. Nothing waits for it, and nothing
 * fails because of it.
 */
export class EventLog {
  readonly #db: Database;
  #events = new Map<string, EventRow[]>();
  #pieces = new Map<string, LivePiece>();
  /** Calls of which some text was written. */
  readonly #heard = new Set<string>();
  #characters = 0;
  #writing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #writtenAt = -Infinity;
  #isTidied = false;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Takes events of a run, to be written soon. */
  tell(run: string, events: readonly ToldEvent[], call: string | null = null): void {
    if (events.length === 0) return;
    const waiting = this.#events.get(run) ?? [];
    this.#events.set(run, waiting);
    waiting.push(...events.map((event) => toRow(event, call)));
    this.#schedule();
  }

  /**
   * Takes a piece of what a model is saying, to be written soon. Where a piece was dropped, what follows
   * it is so too: its reader waits for the whole.
   */
  speak(piece: LivePiece): void {
    const text = storable(piece.text);
    const before = this.#pieces.get(piece.turn);
    const isNext = before === undefined || before.start + before.text.length === piece.start;
    if (!isNext || text === '' || this.#characters + text.length > mostCharacters) return;
    const joined =
      before === undefined ? { ...piece, text } : { ...before, text: before.text + text };
    this.#pieces.set(piece.turn, joined);
    this.#characters += text.length;
    this.#schedule();
  }

  /**
   * Gives what waits of a run to somebody who writes it: after that, nothing that was told before is
   * on its way any more.
   *
   */
  async take(run: string): Promise<EventRow[]> {
    await this.#writing;
    const rows = this.#events.get(run) ?? [];
    this.#events.delete(run);
    return rows;
  }

  /**
   * A call has ended: no more of its text is written.
   *
   * @returns whether some of it was
   */
  hush(call: string): boolean {
    for (const [turn, piece] of this.#pieces) {
      if (piece.call !== call) continue;
      this.#characters -= piece.text.length;
      this.#pieces.delete(turn);
    }
    return this.#heard.delete(call);
  }

  /** Gives back what was taken and could not be written. */
  giveBack(run: string, rows: readonly EventRow[]): void {
    if (rows.length === 0) return;
    this.#events.set(run, [...rows, ...(this.#events.get(run) ?? [])]);
    this.#schedule();
  }

  /** Writes events of a run, with what waits of it, at once. */
  async write(run: string, events: readonly ToldEvent[]): Promise<void> {
    const rows = await this.take(run);
    rows.push(...events.map((event) => toRow(event, null)));
    try {
      await appendEvents(this.#db, run, rows);
    } catch (error) {
      this.giveBack(run, rows);
      throw error;
    }
  }

  /** Writes what waits. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#flush();
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    if (this.#timer !== undefined) return;
    const waitMs = Math.max(leastMs, this.#writtenAt + everyMs - performance.now());
    this.#timer = setTimeout(() => void this.#flush(), waitMs);
  }

  #flush(): Promise<void> {
    const flushed = this.#writing.then(() => this.#writeAll());
    this.#writing = flushed;
    return flushed;
  }

  async #writeAll(): Promise<void> {
    const [events, pieces] = [this.#events, [...this.#pieces.values()]];
    this.#events = new Map();
    this.#pieces = new Map();
    this.#characters = 0;
    this.#timer = undefined;
    this.#writtenAt = performance.now();
    if (events.size === 0 && pieces.length === 0) return;
    const write = () => this.#writeOnce(events, pieces);
    try {
      await retryUntil(write, { ...retries, canPass: () => true });
    } catch {
      // What activities write at their end has it once more; what they said is told with the reply.
      for (const [run, rows] of events) this.giveBack(run, rows);
    }
  }

  async #writeOnce(
    events: ReadonlyMap<string, EventRow[]>,
    pieces: readonly LivePiece[],
  ): Promise<void> {
    await inTransaction(this.#db, async (transaction) => {
      // In one order everywhere, so that two processes cannot wait for each other.
      for (const [run, rows] of [...events].toSorted(([a], [b]) => (a < b ? -1 : 1)))
        await appendEvents(transaction, run, rows);
      await addLiveTexts(transaction, pieces);
      for (const { call } of pieces) this.#heard.add(call);
    });
    if (this.#isTidied) return;
    this.#isTidied = true;
    await dropOldLiveTexts(this.#db, new Date(Date.now() - forgottenMs));
  }
}

/** An event as it is stored. */
function toRow({ key, path, type, ...data }: ToldEvent, call: string | null): EventRow {
  return {
    key,
    path,
    type,
    call,
    data: JSON.stringify(data, (_, value) => (typeof value === 'string' ? storable(value) : value)),
  };
}
