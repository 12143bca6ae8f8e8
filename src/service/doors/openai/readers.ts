/** A run whose answer is read, or was until a moment ago. */
interface ReadRun {
  readers: number;
  /** Whether it goes on without readers. */
  isDetached: boolean;
  /** Until it is cancelled. */
  timer?: NodeJS.Timeout;
}

/** How a reader leaves: the run has `ended`, or goes on without it (`detached`), or the reader has `gone`. */
export type Left = 'ended' | 'detached' | 'gone';

interface ReadersOptions {
  /** How long a run waits for another reader; milliseconds. */
  graceMs: number;
  cancel: (run: string) => Promise<void>;
}

/** Runs at most that are known to go on without readers. */
const detachedAtMost = 10_000;

/** Who reads the answers of runs: a run that nobody reads any more is cancelled. */
export class Readers {
  readonly #options: ReadersOptions;
  readonly #runs = new Map<string, ReadRun>();
  #isClosed = false;

  constructor(options: ReadersOptions) {
    this.#options = options;
  }

  /**
   * Somebody begins to read.
   *
   * @param isDetached the run goes on when its readers have gone; what one says counts for all
   * @returns to be called once when that ends
   */
  join(run: string, isDetached: boolean): (left: Left) => void {
    const known = this.#runs.get(run) ?? { readers: 0, isDetached };
    clearTimeout(known.timer);
    delete known.timer;
    known.readers += 1;
    known.isDetached ||= isDetached;
    this.#runs.set(run, known);
    return (left) => this.#leave(run, known, left);
  }

  /** Nobody is waited for any more: runs go on. */
  close(): void {
    this.#isClosed = true;
    for (const { timer } of this.#runs.values()) clearTimeout(timer);
    this.#runs.clear();
  }

  #leave(run: string, known: ReadRun, left: Left): void {
    known.readers -= 1;
    known.isDetached ||= left === 'detached';
    if (known.readers > 0 || this.#isClosed) return;
    if (left === 'ended') this.#runs.delete(run);
    else if (known.isDetached) this.#forgetOne();
    else known.timer = setTimeout(() => this.#cancel(run, known), this.#options.graceMs);
  }

  #forgetOne(): void {
    if (this.#runs.size <= detachedAtMost) return;
    const idle = [...this.#runs].find(([, { readers, timer }]) => readers === 0 && !timer);
    if (idle !== undefined) this.#runs.delete(idle[0]);
  }

  #cancel(run: string, known: ReadRun): void {
    this.#runs.delete(run);
    this.#options.cancel(run).catch(() => {
      if (this.#isClosed || this.#runs.has(run)) return;
      this.#runs.set(run, known); // the cluster was out of reach: it is tried again
      known.timer = setTimeout(() => this.#cancel(run, known), this.#options.graceMs);
    });
  }
}
