/** What is locked. */
export interface LockName {
  /** Keeps the keys of different uses apart: `files`, `accounts`. */
  namespace: string;
  key: string;
}

/** A lock that is held, or that somebody waits for. */
export interface LockStatus extends LockName {
  /** Who holds it, for people; `null`: nobody at this moment. */
  holder: string | null;
  /** The number of the last grant: it only grows. */
  fencing: number;
  /** ISO 8601, by the database's clock. */
  acquiredAt: string | null;
  heldForMs: number | null;
  /** What is left of the lease; the holder renews it while it works. */
  expiresInMs: number | null;
  /** In the order in which they will be served. */
  waiters: LockWaiter[];
}

/** Somebody who waits for a lock. */
export interface LockWaiter {
  /** From 1. */
  position: number;
  holder: string;
  waitingMs: number;
}

/** The locks of a store, as far as they fit into one answer. */
export interface LockListing {
  locks: LockStatus[];
  /** How many more there are. */
  more: number;
}
