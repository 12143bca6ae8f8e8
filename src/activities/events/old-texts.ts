import { dropOldLiveTexts } from '../store/live-texts.ts';
import type { Database } from '../store/tables.ts';

/** Texts of calls that nobody has ended for so long, in ms, are of none. */
const forgottenMs = 24 * 60 * 60 * 1_000;

/** How often they are looked for, in ms. */
const everyMs = 60 * 60 * 1_000;

/** Drops texts whose calls were lost with their workers: at once, and each hour from then on. */
export class OldTexts {
  readonly #db: Database;
  #timer: NodeJS.Timeout | undefined;
  #dropping: Promise<void> = Promise.resolve();

  constructor(db: Database) {
    this.#db = db;
  }

  /** Begins with it, unless that was done before. */
  start(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setInterval(() => this.#drop(), everyMs).unref();
    this.#drop();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#dropping;
  }

  #drop(): void {
    const before = new Date(Date.now() - forgottenMs);
    this.#dropping = dropOldLiveTexts(this.#db, before).catch(() => undefined); // in an hour, then
  }
}
