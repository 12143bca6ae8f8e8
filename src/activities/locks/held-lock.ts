import { lostLease } from './lock-failures.ts';
import type { LockRequest } from '../store/lock-request.ts';

/** What a held lock needs of the store. */
export interface Lease {
  request: LockRequest;
  fencing: number;
  /** By this process's clock (`performance.now()`), before the database was asked. */
  askedAt: number;
  /** When it is aborted, the lease is not renewed any more. */
  signal: AbortSignal | undefined;
  renew(): Promise<boolean>;
  release(): Promise<void>;
}

/**
 * A lock that this process holds. Its lease is renewed until it is released. As it can be disposed
 * of, `await using lock = await getLock(…)` releases it at the end of the block.
 */
export class HeldLock implements AsyncDisposable {
  /**
   * The number of this grant: every later grant of this lock has a higher one. Give it to what the
   * lock guards, which refuses a number lower than the highest it has seen.
   */
  readonly fencing: number;
  /** Aborted when the lease is lost; its reason is a `Lock.TimedOut` failure. */
  readonly signal: AbortSignal;
  readonly #lost = new AbortController();
  readonly #lease: Lease;
  #renewal: NodeJS.Timeout | undefined;
  #end: NodeJS.Timeout | undefined;
  #released: Promise<void> | undefined;

  constructor(lease: Lease) {
    this.#lease = lease;
    this.fencing = lease.fencing;
    this.signal = this.#lost.signal;
    lease.signal?.addEventListener('abort', this.#stopRenewing);
    this.#prolong(lease.askedAt);
  }

  /**
   * Frees the lock, once; one that was lost and is somebody else's now stays theirs. Where the
   * database is out of reach, the lock is free when its lease ends.
   */
  async release(): Promise<void> {
    this.#released ??= this.#release();
    await this.#released;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.release();
  }

  /** Cancelled code has a lease's time to end; what does not end must not keep the lock for ever. */
  readonly #stopRenewing = () => clearTimeout(this.#renewal);

  #release(): Promise<void> {
    this.#lease.signal?.removeEventListener('abort', this.#stopRenewing);
    clearTimeout(this.#renewal);
    clearTimeout(this.#end);
    return this.#lease.release();
  }

  /** The lease has begun again when the database was asked for it, at the earliest. */
  #prolong(askedAt: number): void {
    const { leaseMs } = this.#lease.request;
    clearTimeout(this.#end);
    this.#end = setTimeout(() => this.#lose(), askedAt + leaseMs - performance.now()).unref();
    this.#renewAfter(leaseMs / 3);
  }

  #renewAfter(ms: number): void {
    clearTimeout(this.#renewal);
    if (this.#lease.signal?.aborted) return;
    this.#renewal = setTimeout(() => void this.#renew(), ms).unref();
  }

  async #renew(): Promise<void> {
    const askedAt = performance.now();
    const renewed = await this.#lease.renew().catch(() => undefined);
    if (this.#released !== undefined || this.signal.aborted) return;
    if (renewed === false) this.#lose();
    else if (renewed === true) this.#prolong(askedAt);
    else this.#renewAfter(this.#lease.request.leaseMs / 10); // the database was not reached
  }

  #lose(): void {
    clearTimeout(this.#renewal);
    clearTimeout(this.#end);
    this.#lost.abort(lostLease(this.#lease.request, this.fencing));
  }
}
