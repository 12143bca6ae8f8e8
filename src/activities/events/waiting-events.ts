import type { EventRow } from '../store/events.ts';

/** Characters that may wait for a database that is away. */
const most = {
  /** Of everything. */
  any: 16_000_000,
  /** With what tells where the run stands: followers wait for it. */
  lasting: 20_000_000,
} as const;

const lasting: ReadonlySet<string> = new Set([
  'run.started',
  'run.ended',
  'step.started',
  'step.ended',
  'question.asked',
  'question.answered',
  'turn.ended',
]);

/** What a row takes besides its texts, in characters. */
const rowCharacters = 200;

/**
 * Events that wait to be written, by run, each once. Where there are too many, those that come are
 * dropped, not those that wait: what a log has goes on from its beginning. The last fifth of the room
 * is for the beginnings and ends of runs, steps, turns and questions.
 */
export class WaitingEvents {
  readonly #runs = new Map<string, Map<string, EventRow>>();
  #characters = 0;
  /** Of what is being written: it may come back. */
  #writing = 0;

  /**
   * Adds events behind those of the run that wait.
   *
   * @returns how many there was no room for
   */
  add(run: string, rows: readonly EventRow[]): number {
    let dropped = 0;
    const waiting = this.#runs.get(run) ?? new Map<string, EventRow>();
    for (const row of rows) {
      if (waiting.has(row.key)) continue;
      const characters = this.#characters + sizeOf(row);
      if (this.#writing + characters > (lasting.has(row.type) ? most.lasting : most.any)) {
        dropped += 1;
        continue;
      }
      waiting.set(row.key, row);
      this.#characters = characters;
    }
    if (waiting.size > 0) this.#runs.set(run, waiting);
    return dropped;
  }

  /** The same for events that waited before, and stand before those that came since. */
  putBack(run: string, rows: readonly EventRow[]): number {
    const since = this.take(run);
    return this.add(run, [...rows, ...since]);
  }

  take(run: string): EventRow[] {
    const rows = [...(this.#runs.get(run)?.values() ?? [])];
    this.#runs.delete(run);
    for (const row of rows) this.#characters -= sizeOf(row);
    return rows;
  }

  /** All events, with the runs in one order everywhere; their room is kept until {@link settle}. */
  takeAll(): [run: string, rows: EventRow[]][] {
    this.#writing = this.#characters;
    return [...this.#runs.keys()].toSorted().map((run) => [run, this.take(run)]);
  }

  /** All that was taken has been written, or is put back now. */
  settle(): void {
    this.#writing = 0;
  }
}

function sizeOf({ key, path, data }: EventRow): number {
  return key.length + path.length + data.length + rowCharacters;
}
