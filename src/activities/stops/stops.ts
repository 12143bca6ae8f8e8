import { Failure, failure } from '../../core/failures.ts';
import { retryUntil } from '../../core/retry-until.ts';
import type { Changes } from '../store/changes.ts';
import { isWithin, readStops, requestStops, type StopRequest } from '../store/stop-requests.ts';
import type { Database } from '../store/tables.ts';

/** How long the database is watched after the last call has ended: the next one may come soon. */
const lingerMs = 1_000;

/** When a database that did not answer is asked again, in milliseconds. */
const retries = { firstPauseMs: 100, longestPauseMs: 2_000 } as const;

/** What identifies a call to be stopped. */
export interface CallAddress {
  /** Run id of the workflow that makes it. */
  run: string;
  /** @see isWithin */
  path: string;
}

/** A call that can be stopped while it is in flight. */
export interface StoppableCall {
  /** Aborted when it is stopped; its reason is a `Run.Cancelled` failure. */
  readonly signal: AbortSignal;
  /**
   * Reads whether it was stopped before it began: only what comes later is told of itself. Where the
   * database is away, it is read as soon as it is back.
   */
  check(): Promise<void>;
  /** It has ended. */
  release(): void;
}

interface Entry extends CallAddress {
  controller: AbortController;
}

/**
 * The calls of this process that are in flight, and what they are stopped by: a row in the store,
 * written by whatever process. The database is watched once for all of them, and only while there
 * are any, so that a call that waits costs nothing.
 */
export class Stops {
  readonly #db: Database;
  readonly #changes: Changes;
  readonly #calls = new Map<string, Set<Entry>>();
  #watching: { close(): void } | undefined;
  #linger: NodeJS.Timeout | undefined;
  /** Runs for which something may have been written. */
  readonly #changed = new Set<string>();
  #looking = false;

  constructor(db: Database, changes: Changes) {
    this.#db = db;
    this.#changes = changes;
  }

  /** Has calls stopped, wherever they are: at once here, and elsewhere within about 0.1 s. */
  async request(asked: StopRequest): Promise<void> {
    await requestStops(this.#db, asked);
    for (const scope of asked.scopes) this.#stop({ run: asked.run, scope });
  }

  /**
   * A call begins.
   *
   * @param controller whose signal is aborted; others may abort it too
   */
  enter(address: CallAddress, controller = new AbortController()): StoppableCall {
    const entry = { ...address, controller };
    const calls = this.#calls.get(address.run) ?? new Set();
    this.#calls.set(address.run, calls.add(entry));
    clearTimeout(this.#linger);
    this.#watching ??= this.#changes.watch('stops', (run) => void this.#lookAfter(run));
    return {
      signal: controller.signal,
      check: () => this.#look([address.run]).catch(() => void this.#lookAfter(address.run)),
      release: () => this.#leave(entry),
    };
  }

  /** Nothing is watched any more. */
  close(): void {
    clearTimeout(this.#linger);
    this.#watching?.close();
    this.#watching = undefined;
  }

  #leave(entry: Entry): void {
    const calls = this.#calls.get(entry.run);
    calls?.delete(entry);
    if (calls?.size === 0) this.#calls.delete(entry.run);
    if (this.#calls.size > 0) return;
    clearTimeout(this.#linger);
    this.#linger = setTimeout(() => this.close(), lingerMs).unref();
  }

  /** Something was written: on Postgres it is said for which run, on SQLite it may be any. */
  async #lookAfter(run: string | undefined): Promise<void> {
    for (const each of run === undefined ? this.#calls.keys() : [run]) this.#changed.add(each);
    if (this.#looking) return;
    this.#looking = true;
    const canPass = () => this.#watching !== undefined;
    await retryUntil(() => this.#lookAtChanged(), { ...retries, canPass }).catch(
      () => this.#changed.clear(), // the store is closed
    );
    this.#looking = false;
  }

  async #lookAtChanged(): Promise<void> {
    while (this.#changed.size > 0) {
      const runs = [...this.#changed].filter((each) => this.#calls.has(each));
      this.#changed.clear(); // before the database is asked: what comes meanwhile is looked at again
      try {
        await this.#look(runs);
      } catch (error) {
        for (const each of runs) this.#changed.add(each);
        throw error;
      }
    }
  }

  async #look(runs: readonly string[]): Promise<void> {
    for (const stop of await readStops(this.#db, runs)) this.#stop(stop);
  }

  #stop({ run, scope }: { run: string; scope: string }): void {
    for (const { path, controller } of this.#calls.get(run) ?? []) {
      if (isWithin(path, scope)) controller.abort(stopped());
    }
  }
}

/** What a call fails with that was stopped. */
export function stopped() {
  const message = 'the call was stopped: its run, or a step around it, was cancelled';
  return failure(Failure.runCancelled, message);
}
