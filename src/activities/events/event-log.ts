import type { ToldEvent } from '../../core/events.ts';
import { messageOf } from '../../core/failures.ts';
import { retryUntil } from '../../core/retry-until.ts';
import { appendEvents, type EventRow } from '../store/events.ts';
import { addLiveTexts, dropTurnTexts, type LivePiece } from '../store/live-texts.ts';
import { storable } from '../store/messages.ts';
import { isRefused } from '../store/refused.ts';
import type { Database } from '../store/tables.ts';
import { inTransaction } from '../store/transaction.ts';
import { LostEvents } from './lost-events.ts';
import { OldTexts } from './old-texts.ts';
import { WaitingEvents } from './waiting-events.ts';
import { type SpokenPiece, WaitingTexts } from './waiting-texts.ts';
import { type Unwritten, writeApart } from './write-apart.ts';

/** How often what waits is written, in ms: once for all runs and texts of the process. */
const everyMs = 100;

/** How long what comes after a pause waits, in ms: a quick call has ended by then, and writes it itself. */
const leastMs = 25;

const retries = { triesAtMost: 3, firstPauseMs: 50, longestPauseMs: 200 } as const;

const noRoom = 'the database is away for so long that events are not kept for it any more';
const refused = 'the database refuses an event: followers will not see it';

/** What is written together. */
interface Batch {
  events: readonly (readonly [run: string, rows: readonly EventRow[]])[];
  pieces: readonly LivePiece[];
  /** Turns whose text counts no more. */
  dropped: readonly string[];
}

/**
 * What happens in runs, on its way to the store: written together each 100 ms, whatever the number of
 * runs, and what an activity writes at its end goes with that. Nothing waits for it, and nothing
 * fails because of it: what the database refuses is left out, and for one that is away only so much
 * is kept ({@link WaitingEvents}).
 */
export class EventLog {
  readonly #db: Database;
  readonly #events = new WaitingEvents();
  readonly #lost = new LostEvents();
  readonly #oldTexts: OldTexts;
  readonly #texts = new WaitingTexts();
  #writing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #writtenAt = -Infinity;

  constructor(db: Database) {
    this.#db = db;
    this.#oldTexts = new OldTexts(db);
  }

  /** How many events and pieces of text could not be kept or written. */
  get lost(): number {
    return this.#lost.count;
  }

  /** Takes events of a run, to be written soon. */
  tell(run: string, events: readonly ToldEvent[], call: string | null = null): void {
    if (events.length === 0) return;
    const rows = events.map((event) => toRow(event, call));
    this.#lost.add(this.#events.add(run, rows), noRoom, { run });
    this.#schedule();
  }

  /**
   * Takes a piece of what a model is saying, to be written soon. Where a piece was dropped, what follows
   * it is so too: its reader waits for the whole.
   */
  speak(piece: SpokenPiece): void {
    if (this.#texts.add(piece)) this.#schedule();
  }

  /**
   * Gives what waits of a run to somebody who writes it: after that, nothing that was told before is
   * on its way any more.
   */
  async take(run: string): Promise<EventRow[]> {
    await this.#writing;
    return this.#events.take(run);
  }

  /**
   * A call has ended: no more of its text is written.
   *
   * @returns whether some of it was
   */
  hush(call: string): boolean {
    return this.#texts.hush(call);
  }

  /** Turns came to nothing: what was said in them is not written any more, and dropped where it was. */
  drop(turns: readonly string[]): void {
    this.#texts.drop(turns);
    if (turns.length > 0) this.#schedule();
  }

  /** Gives back what was taken and could not be written. */
  giveBack(run: string, rows: readonly EventRow[]): void {
    if (rows.length === 0) return;
    this.#lost.add(this.#events.putBack(run, rows), noRoom, { run });
    this.#schedule();
  }

  /**
   * Writes events of a run, with what waits of it, at once.
   *
   * @throws where the database is away: then they wait
   */
  async write(run: string, events: readonly ToldEvent[]): Promise<void> {
    const rows = await this.take(run);
    const left = await this.#append(run, [...rows, ...events.map((event) => toRow(event, null))]);
    if (left === undefined) return;
    this.giveBack(run, left.rows);
    throw left.error;
  }

  /** Writes what waits. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#flush();
    clearTimeout(this.#timer);
    await this.#oldTexts.close();
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
    this.#timer = undefined;
    this.#writtenAt = performance.now();
    const batch = this.#takeBatch();
    if (batch.events.length + batch.pieces.length + batch.dropped.length === 0) return;
    this.#oldTexts.start();
    const left = await this.#writeBatch(batch);
    this.#events.settle();
    // What activities write at their end has it once more; what they said is told with the reply.
    for (const [run, rows] of left) this.giveBack(run, rows);
  }

  /** @returns the events that could not be written because the database is away */
  async #writeBatch(batch: Batch): Promise<Batch['events']> {
    const write = () => this.#writeOnce(batch);
    try {
      await retryUntil(write, { ...retries, canPass: (error) => !isRefused(error) });
      return [];
    } catch (error) {
      return isRefused(error) ? await this.#writeApart(batch) : batch.events;
    }
  }

  #takeBatch(): Batch {
    return { events: this.#events.takeAll(), ...this.#texts.takeAll() };
  }

  async #writeOnce({ events, pieces, dropped }: Batch): Promise<void> {
    await inTransaction(this.#db, async (transaction) => {
      // In one order everywhere, so that two processes cannot wait for each other.
      for (const [run, rows] of events) await appendEvents(transaction, run, rows);
      await addLiveTexts(transaction, pieces);
      await dropTurnTexts(transaction, dropped);
    });
  }

  /**
   * The same in parts, so that what is refused keeps nothing else from being written.
   *
   * @returns the events that could not be written because the database is away
   */
  async #writeApart({ events, pieces, dropped }: Batch): Promise<Batch['events']> {
    for (const [index, [run, rows]] of events.entries()) {
      const left = await this.#append(run, rows);
      if (left !== undefined) return [[run, left.rows], ...events.slice(index + 1)];
    }
    await writeApart(pieces, {
      write: (some) => addLiveTexts(this.#db, some),
      onRefused: ({ turn }, error) => this.#lost.add(1, refused, { turn, error: messageOf(error) }),
    });
    await writeApart(dropped, {
      write: (some) => dropTurnTexts(this.#db, some),
      onRefused: () => undefined,
    });
    return [];
  }

  async #append(run: string, rows: readonly EventRow[]): Promise<Unwritten<EventRow> | undefined> {
    return await writeApart(rows, {
      write: (some) => appendEvents(this.#db, run, some),
      onRefused: ({ key, type }, error) =>
        this.#lost.add(1, refused, { run, key, type, error: messageOf(error) }),
    });
  }
}

/** An event as it is stored. */
function toRow({ key, path, type, at, ...data }: ToldEvent, call: string | null): EventRow {
  return {
    key,
    path,
    type,
    ...(at === undefined ? {} : { at }),
    call,
    data: JSON.stringify(data, (_, value) => (typeof value === 'string' ? storable(value) : value)),
  };
}
