import { randomUUID } from 'node:crypto';
import type { FollowedEvent, ToldEvent } from '../../core/events.ts';
import { readThroughWorker, type TextReader } from '../runs/worker-query.ts';

/** Where a follower reads what happens in a run, from a cursor on. */
export interface EventSource {
  /** What is new, as soon as there is something; nothing after `waitMs`, or an abort. */
  next(waitMs: number, signal: AbortSignal): Promise<FollowedEvent[]>;
  /** Writes that the run has ended, where it has not said so itself, and gives what is new. */
  end(event: ToldEvent): Promise<FollowedEvent[]>;
}

/** Opens the source of a run's events; `after`: a cursor. */
export type OpenEvents = (run: string, after: string) => EventSource;

/** How long a worker waits for something new, in ms. */
const longestWaitMs = 20_000;

/** How long followers gather before a worker is asked for all of them, in ms. */
const gatherMs = 20;

/** Followers that one worker is asked for at once. */
const mostAtOnce = 100;

/** A follower that waits for what is new. */
interface Asking {
  run: string;
  after: string;
  told(read: Read): void;
  failed(error: unknown): void;
}

interface Read {
  events: FollowedEvent[];
  cursor: string;
}

/** Input of the workflow that reads for followers. */
interface Request {
  wanted: { run: string; after: string }[];
  waitMs: number;
  end?: { run: string; event: ToldEvent };
}

/** Followers of each client, which ask together. */
const shared = new WeakMap<object, WorkerReads>();

/**
 * Follows through a worker, for who has no access to the store: small runs of their own that wait
 * there for what comes next, at no cost to the runs that are followed; one for all that a client follows.
 */
export function eventsThroughWorker(reader: TextReader): OpenEvents {
  const reads = shared.get(reader.temporal) ?? new WorkerReads(reader);
  shared.set(reader.temporal, reads);
  return (run, after) => {
    let cursor = after;
    const took = (read: Read) => {
      ({ cursor } = read);
      return read.events;
    };
    return {
      async next(waitMs, signal) {
        const reading = waitMs === 0 ? reads.now(run, cursor) : reads.wait(run, cursor);
        const read = await unlessAborted(reading, signal);
        return read === undefined ? [] : took(read);
      },
      end: async (event) => took(await reads.now(run, cursor, event)),
    };
  };
}

/** Leaves nothing at the signal, which may live for as long as its follower's process. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const end = () => resolve(undefined);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end);
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
  });
}

class WorkerReads {
  readonly #reader: TextReader;
  #waiting: Asking[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(reader: TextReader) {
    this.#reader = reader;
  }

  /** What is there already. */
  async now(run: string, after: string, event?: ToldEvent): Promise<Read> {
    const end = event === undefined ? {} : { end: { run, event } };
    const [read] = await this.#ask({ wanted: [{ run, after }], waitMs: 0, ...end });
    return read ?? { events: [], cursor: after };
  }

  /** What is new, once there is something, or a worker has waited long enough. */
  wait(run: string, after: string): Promise<Read> {
    return new Promise((told, failed) => {
      this.#waiting.push({ run, after, told, failed });
      if (this.#timer === undefined)
        this.#timer = setTimeout(() => void this.#askForAll(), gatherMs);
    });
  }

  async #askForAll(): Promise<void> {
    this.#timer = undefined;
    const asking = this.#waiting.splice(0, mostAtOnce);
    if (this.#waiting.length > 0) this.#timer = setTimeout(() => void this.#askForAll(), 0);
    const wanted = asking.map(({ run, after }) => ({ run, after }));
    try {
      const read = await this.#ask({ wanted, waitMs: longestWaitMs });
      for (const [index, each] of asking.entries())
        each.told(read[index] ?? { events: [], cursor: each.after });
    } catch (error) {
      for (const each of asking) each.failed(error);
    }
  }

  async #ask(request: Request): Promise<Read[]> {
    const what = request.wanted.length === 1 ? 'a run' : `${request.wanted.length} runs`;
    return await readThroughWorker<Read[]>(this.#reader, {
      workflow: 'readEvents',
      args: [request],
      limit: '60s',
      id: `follow-${randomUUID().slice(0, 8)}`,
      what: `what happens in ${what}`,
      again: 'again',
      summary: `what happens in ${what}, for a client`,
    });
  }
}
