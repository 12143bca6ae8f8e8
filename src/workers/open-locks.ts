import { z } from 'zod';
import { eitherOf } from '../activities/either-signal.ts';
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { HeldLock } from '../activities/locks/held-lock.ts';
import {
  type LockOptions,
  readLockName,
  readLockOptions,
  refuseNoCode,
} from '../activities/locks/lock-options.ts';
import type { LockContext } from '../activities/locks/lock-scope.ts';
import { openStore } from '../activities/store/open-store.ts';
import type { LockStatus } from '../core/locks.ts';
import { parseInput } from '../core/parse-input.ts';
import { databaseUrl } from './env.ts';

/** The same, and who asks. */
export interface OpenLockOptions extends LockOptions {
  /** Who asks, for people. Default: this machine and process. */
  holder?: string;
  /**
   * Names the request, so that a retry, in this process or another, keeps its place in line.
   * Default: every call is a request of its own.
   */
  requestId?: string;
  /** Ends the wait and the place in line. Aborted later, it ends the renewal of the lease. */
  signal?: AbortSignal;
}

const text = z.string().min(1, 'it is empty').optional();

const optionsSchema = z.looseObject({
  holder: text,
  requestId: text,
  signal: z.instanceof(AbortSignal, { error: 'expected an AbortSignal' }).optional(),
} satisfies Record<Exclude<keyof OpenLockOptions, keyof LockOptions>, z.ZodType>);

/** The locks that tools take, for programs outside of them. */
export interface OpenLocks extends AsyncDisposable {
  /**
   * Runs code while nobody else, in whatever process, holds the lock.
   *
   * @throws `Lock.TimedOut` when it is not free in time
   */
  withLock<T>(
    namespace: string,
    key: string,
    run: (context: LockContext) => Promise<T> | T,
    options?: OpenLockOptions,
  ): Promise<T>;
  /** Takes a lock; `await using lock = await locks.getLock(…)` releases it at the end of the block. */
  getLock(namespace: string, key: string, options?: OpenLockOptions): Promise<HeldLock>;
  /** Every lock that is held or waited for. */
  list(): Promise<LockStatus[]>;
  /** Ends every wait and closes the database. Held locks are free when their leases end. */
  close(): Promise<void>;
}

/**
 * Opens the locks of a database.
 *
 * @param url as DATABASE_URL. Default: DATABASE_URL, else the database in the state folder
 * @throws `Input.Invalid`, `Worker.Unconfigured` when the database cannot be used
 */
export async function openLocks(url: string = databaseUrl()): Promise<OpenLocks> {
  const store = await openStore(parseInput(z.string(), url, 'the address of the database'));
  const getLock = (namespace: string, key: string, options: OpenLockOptions = {}) => {
    const { holder, requestId, signal, ...rest } = parseInput(
      optionsSchema,
      options,
      'the options of the lock',
    );
    const { leaseMs, waitMs } = readLockOptions(rest);
    const request = {
      ...readLockName(namespace, key),
      requestId: requestId ?? randomUUID(),
      token: randomUUID(),
      holder: holder ?? `${hostname()} · process ${process.pid}`,
      leaseMs,
    };
    return store.locks.acquire(request, { waitMs, signal });
  };
  return {
    getLock: async (...given) => await getLock(...given),
    async withLock(namespace, key, run, options = {}) {
      refuseNoCode(run);
      await using lock = await getLock(namespace, key, options);
      return await run({ fencing: lock.fencing, signal: signalOf(lock, options) });
    },
    list: () => store.locks.list(),
    close: () => store.close(),
    [Symbol.asyncDispose]: () => store.close(),
  };
}

function signalOf(lock: HeldLock, { signal }: OpenLockOptions): AbortSignal {
  return signal === undefined ? lock.signal : eitherOf(lock.signal, signal);
}
