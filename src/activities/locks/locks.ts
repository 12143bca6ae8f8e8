import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { failureType } from '../../core/failures.ts';
import { retryUntil } from '../../core/retry-until.ts';
import type { LockStatus } from '../../core/locks.ts';
import type { Changes } from '../store/changes.ts';
import { claimLock } from '../store/lock-claim.ts';
import { keepPlaces, readStanding, type Standing } from '../store/lock-line.ts';
import { listLocks } from '../store/lock-list.ts';
import { lockDigest, type LockRequest } from '../store/lock-request.ts';
import { releaseLock, renewLock, requestLock, withdrawRequest } from '../store/locks.ts';
import type { Database } from '../store/tables.ts';
import { HeldLock } from './held-lock.ts';
import { LocalLines, Waiter } from './local-lines.ts';
import { supersededWait, waitedTooLong } from './lock-failures.ts';

export interface AcquireOptions {
  waitMs: number;
  /** Ends the wait. Aborted later, it ends the renewal of the lease. */
  signal?: AbortSignal | undefined;
  /** Called once, when the lock is released. */
  onRelease?: () => void;
}

/** A grant, and when it was asked for by this process's clock. */
interface Granted {
  fencing: number;
  askedAt: number;
}

interface Waiting extends AcquireOptions {
  /** By `performance.now()`. */
  until: number;
}

/** Milliseconds between two tries where the database cannot be reached. */
const askingPauses = { firstPauseMs: 50, longestPauseMs: 1_000 } as const;

const longestRequestId = 200;

/** How long the end of a store waits for a database that does not answer. */
const closingMs = 1_000;

/** What a turn takes at least, and how long a waiter rests at most before it looks again. */
const turnMs = 4;
const longestRestMs = 50;

/** What a waiter has found. */
interface Look {
  standing?: Standing | undefined;
  granted?: Granted | undefined;
  /** Why the database could not be asked. */
  problem?: Error;
}

/** The locks of a store, as one process sees them. */
export class Locks {
  readonly #db: Database;
  readonly #lines: LocalLines;
  readonly #asking = new Set<Promise<Granted>>();
  #closed = false;

  constructor(db: Database, changes: Changes) {
    this.#db = db;
    this.#lines = new LocalLines(changes, (tokens) => keepPlaces(db, tokens));
  }

  /**
   * Takes a lock, in line if need be.
   *
   * @throws `Lock.TimedOut` after `waitMs`, retryable; `details` is `{namespace, key, holder,
   *   position, fencing}`. The signal's reason when that is aborted. No place in line stays behind.
   */
  async acquire(asked: LockRequest, options: AcquireOptions): Promise<HeldLock> {
    options.signal?.throwIfAborted();
    const request = { ...asked, requestId: shortened(asked.requestId) };
    const lock = this.#hold(request, await this.#track(this.#grant(request, options)), options);
    if (options.signal?.aborted) await lock.release();
    options.signal?.throwIfAborted();
    return lock;
  }

  /** What is held and waited for. */
  list(): Promise<LockStatus[]> {
    return listLocks(this.#db);
  }

  /**
   * Ends every wait, and gives its place in line up while the database is still open. Held locks are
   * not released: whoever holds them does that before.
   */
  async close(): Promise<void> {
    this.#closed = true;
    this.#lines.wakeAll();
    const ended = Promise.allSettled(this.#asking);
    await Promise.race([ended, sleep(closingMs, undefined, { ref: false })]);
  }

  async #track(asking: Promise<Granted>): Promise<Granted> {
    this.#asking.add(asking);
    try {
      return await asking;
    } finally {
      this.#asking.delete(asking);
    }
  }

  #hold(request: LockRequest, granted: Granted, options: AcquireOptions): HeldLock {
    const { signal, onRelease } = options;
    return new HeldLock({
      request,
      signal,
      ...granted,
      renew: () => renewLock(this.#db, request),
      release: async () => {
        onRelease?.();
        await releaseLock(this.#db, request).catch(() => undefined); // its lease ends it
        this.#lines.changed(lockDigest(request));
      },
    });
  }

  async #grant(request: LockRequest, options: AcquireOptions): Promise<Granted> {
    const until = performance.now() + options.waitMs;
    const { answer, askedAt } = await this.#ask(request, options);
    if (answer.state === 'granted') return { fencing: answer.fencing, askedAt };
    if (answer.state === 'superseded') throw supersededWait(request);
    const waiter = new Waiter(request, answer.ticket);
    this.#lines.join(waiter);
    try {
      return await this.#waitInLine(waiter, { ...options, until });
    } catch (error) {
      await withdrawRequest(this.#db, request).catch(() => undefined); // it expires by itself
      throw error;
    } finally {
      this.#lines.leave(waiter);
    }
  }

  /** A connection that is cut ends no wait: who asks twice gets the same grant. */
  async #ask(request: LockRequest, { waitMs, signal }: AcquireOptions) {
    const ask = async () => {
      const askedAt = performance.now();
      return { askedAt, answer: await requestLock(this.#db, request) };
    };
    const canPass = (error: unknown) => !this.#closed && failureType(error) === undefined;
    return await retryUntil(ask, { ...askingPauses, limitMs: waitMs, canPass, signal });
  }

  async #waitInLine(waiter: Waiter, waiting: Waiting): Promise<Granted> {
    const wake = () => waiter.wake();
    const timer = setTimeout(wake, waiting.waitMs);
    waiting.signal?.addEventListener('abort', wake);
    if (waiting.signal?.aborted) wake();
    try {
      return await this.#untilGranted(waiter, waiting);
    } finally {
      clearTimeout(timer);
      waiting.signal?.removeEventListener('abort', wake);
    }
  }

  async #untilGranted(waiter: Waiter, waiting: Waiting): Promise<Granted> {
    for (;;) {
      await waiter.woken();
      waiting.signal?.throwIfAborted();
      if (this.#closed) throw new Error('the store is closed');
      const look = await this.#look(waiter);
      if (look.granted !== undefined) return look.granted;
      if (performance.now() >= waiting.until) {
        throw waitedTooLong(waiter.request, waiting.waitMs, look);
      }
      await sleep(restOf(look));
    }
  }

  /** A database that cannot be reached for a while ends no wait. */
  async #look(waiter: Waiter): Promise<Look> {
    try {
      const standing = await readStanding(this.#db, waiter.request.token);
      const blocked = standing !== undefined && (standing.holder !== null || standing.ahead > 0);
      return blocked ? { standing } : { standing, granted: await this.#askAgain(waiter, standing) };
    } catch (error) {
      if (failureType(error) !== undefined) throw error;
      return { problem: error instanceof Error ? error : new Error(String(error)) };
    }
  }

  /** Who has lost its place, and only who has, asks for a new one. */
  async #askAgain(waiter: Waiter, standing: Standing | undefined): Promise<Granted | undefined> {
    const askedAt = performance.now();
    if (standing !== undefined) {
      const fencing = await claimLock(this.#db, waiter.request);
      return fencing === undefined ? undefined : { fencing, askedAt };
    }
    const answer = await requestLock(this.#db, waiter.request, true);
    if (answer.state === 'granted') return { fencing: answer.fencing, askedAt };
    if (answer.state === 'superseded') throw supersededWait(waiter.request);
    this.#lines.move(waiter, answer.ticket);
    return undefined;
  }
}

/** Those before it each take their time, so that a long line does not keep the database busy. */
function restOf({ standing }: Look): number {
  return Math.min((standing?.ahead ?? 0) * turnMs, longestRestMs);
}

/** Request ids go into an index of the database, whose entries have a limit. */
function shortened(requestId: string): string {
  if (requestId.length <= longestRequestId) return requestId;
  return createHash('sha256').update(requestId).digest('base64url');
}
