import { lockDigest, type LockRequest } from '../store/lock-request.ts';
import type { Changes } from '../store/changes.ts';

/** How often who waits gives a sign of life: a place in line lasts 5 s without one. */
const signOfLifeMs = 1_000;

/** About how often the first in line looks by itself: a lease may have ended, a call got lost. */
const lookMs = 150;

/** One attempt that waits in this process. */
export class Waiter {
  readonly request: LockRequest;
  readonly digest: string;
  ticket: number;
  #due = false;
  #resolve: () => void = () => undefined;

  constructor(request: LockRequest, ticket: number) {
    this.request = request;
    this.digest = lockDigest(request);
    this.ticket = ticket;
  }

  /** Has it look how it stands. */
  wake(): void {
    this.#due = true;
    this.#resolve();
  }

  async woken(): Promise<void> {
    if (!this.#due) await new Promise<void>((resolve) => (this.#resolve = resolve));
    this.#due = false;
  }
}

/**
 * Who waits in this process, in line for each lock. Only the first of a line looks whether the lock
 * is free: nobody behind it could be next. Watches the database only while somebody waits.
 */
export class LocalLines {
  readonly #changes: Changes;
  readonly #keepPlaces: (tokens: string[]) => Promise<ReadonlySet<string>>;
  readonly #lines = new Map<string, Waiter[]>();
  #stop: (() => void) | undefined;

  constructor(changes: Changes, keepPlaces: (tokens: string[]) => Promise<ReadonlySet<string>>) {
    this.#changes = changes;
    this.#keepPlaces = keepPlaces;
  }

  join(waiter: Waiter): void {
    const line = sorted([...(this.#lines.get(waiter.digest) ?? []), waiter]);
    this.#lines.set(waiter.digest, line);
    this.#stop ??= this.#start();
    if (line[0] === waiter) waiter.wake(); // the lock may have been freed since it was asked for
  }

  /** Gives a waiter the place in line that it has in the database. */
  move(waiter: Waiter, ticket: number): void {
    if (waiter.ticket === ticket) return;
    waiter.ticket = ticket;
    this.#lines.set(waiter.digest, sorted(this.#lines.get(waiter.digest) ?? []));
    this.changed(waiter.digest);
  }

  leave(waiter: Waiter): void {
    const line = (this.#lines.get(waiter.digest) ?? []).filter((each) => each !== waiter);
    if (line.length > 0) this.#lines.set(waiter.digest, line);
    else this.#lines.delete(waiter.digest);
    this.changed(waiter.digest);
    if (this.#lines.size > 0) return;
    this.#stop?.();
    this.#stop = undefined;
  }

  /** Has the first in line look, of one lock or of all, or the one waiter that is next. */
  changed(digest?: string, token?: string): void {
    if (digest !== undefined) return this.#next(digest, token)?.wake();
    for (const [first] of this.#lines.values()) first?.wake();
  }

  /** Has everybody look. */
  wakeAll(): void {
    for (const waiter of [...this.#lines.values()].flat()) waiter.wake();
  }

  #next(digest: string, token: string | undefined): Waiter | undefined {
    const line = this.#lines.get(digest) ?? [];
    return token === undefined ? line[0] : line.find(({ request }) => request.token === token);
  }

  #start(): () => void {
    const watching = this.#changes.watch('locks', (about = '') => {
      const [digest, token] = about.split(' ');
      this.changed(digest || undefined, token || undefined);
    });
    const looking = setInterval(() => this.changed(), lookMs * (0.8 + Math.random() * 0.4));
    const living = setInterval(() => void this.#giveSigns(), signOfLifeMs);
    return () => {
      watching.close();
      clearInterval(looking);
      clearInterval(living);
    };
  }

  async #giveSigns(): Promise<void> {
    const waiting = [...this.#lines.values()].flat();
    const kept = await this.#keepPlaces(waiting.map(({ request }) => request.token)).catch(
      () => undefined, // the next sign may get through
    );
    if (kept === undefined) return;
    for (const waiter of waiting) if (!kept.has(waiter.request.token)) waiter.wake();
  }
}

function sorted(line: readonly Waiter[]): Waiter[] {
  return line.toSorted((a, b) => a.ticket - b.ticket);
}
