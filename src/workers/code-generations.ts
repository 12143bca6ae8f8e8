import { setTimeout as sleep } from 'node:timers/promises';

/** Workers that serve the queues of one state of the code. */
export interface Generation {
  close(): Promise<void>;
  /** Rejects when one of its workers breaks. */
  readonly ended: Promise<void>;
}

export interface Generations<P> {
  start(plan: P): Promise<Generation>;
  /** How many runs go on that were started with this code. */
  openRuns(plan: P): Promise<number>;
  /** How often it is looked whether the runs of earlier code have ended, in ms. Default 2 s. */
  everyMs?: number;
}

/**
 * The code of a process that is changed while it runs, state by state: new runs get the newest, and each
 * earlier one is served until its runs have ended.
 */
export class CodeGenerations<P extends { suffix: string }> {
  readonly #how: Generations<P>;
  readonly #live = new Map<string, { plan: P; generation: Generation }>();
  readonly #over = new AbortController();
  readonly #closing = new Set<Promise<void>>();
  #newest = '';
  #broken: (reason: unknown) => void = () => undefined;
  /** Rejects when a worker of any of them breaks. */
  readonly ended: Promise<void>;

  constructor(how: Generations<P>) {
    this.#how = how;
    this.ended = new Promise((_, reject) => (this.#broken = reject));
    this.ended.catch(() => undefined); // whoever waits for it hears of it
  }

  /** Serves a state of the code, and has the one before end when its runs have. */
  async begin(plan: P): Promise<void> {
    if (!this.#live.has(plan.suffix)) {
      const generation = await this.#how.start(plan);
      this.#live.set(plan.suffix, { plan, generation });
      generation.ended.catch(this.#broken);
    }
    const before = this.#live.get(this.#newest)?.plan;
    this.#newest = plan.suffix;
    if (before !== undefined && before.suffix !== plan.suffix) void this.#retire(before);
  }

  /** Ends all of them; their runs stay. */
  async close(): Promise<void> {
    this.#over.abort();
    await Promise.all([...this.#live.keys()].map((suffix) => this.#end(suffix)));
    await Promise.all(this.#closing);
  }

  /** A run that was started a moment ago may not be counted yet, so nothing is found twice. */
  async #retire(plan: P): Promise<void> {
    const { everyMs = 2_000 } = this.#how;
    for (let idle = 0; idle < 2;) {
      await sleep(everyMs, undefined, { ref: false, signal: this.#over.signal }).catch(() => 0);
      if (this.#over.signal.aborted || this.#newest === plan.suffix) return;
      const open = await this.#how.openRuns(plan).catch(() => 1); // it is looked again
      idle = open === 0 ? idle + 1 : 0;
    }
    if (this.#newest !== plan.suffix) await this.#end(plan.suffix).catch(this.#broken);
  }

  async #end(suffix: string): Promise<void> {
    const found = this.#live.get(suffix);
    this.#live.delete(suffix);
    if (found === undefined) return;
    const closing = found.generation.close();
    this.#closing.add(closing);
    await closing.finally(() => this.#closing.delete(closing));
  }
}
