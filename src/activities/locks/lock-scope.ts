import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { Failure, failure } from '../../core/failures.ts';
import type { LockName } from '../../core/locks.ts';
import { eitherOf } from '../either-signal.ts';
import { lockDigest } from '../store/lock-request.ts';
import type { HeldLock } from './held-lock.ts';
import { show } from './lock-failures.ts';
import { type LockOptions, readLockName, readLockOptions, refuseNoCode } from './lock-options.ts';
import type { Locks } from './locks.ts';

/** On whose behalf locks are taken: a tool call. */
export interface LockScope {
  locks: Locks;
  /** The same in every attempt of the call: its idempotency key. */
  requestId: string;
  /** For people: agent · tool · run. */
  holder: string;
  /** Ends every wait, and the renewal of every lease. */
  signal: AbortSignal;
}

/** What code under a lock gets. */
export interface LockContext {
  /** @see HeldLock.fencing */
  fencing: number;
  /** Aborted when the lease is lost, or the call is cancelled. */
  signal: AbortSignal;
}

interface OpenScope extends LockScope {
  ended: boolean;
  /** How often each lock was asked for. */
  asked: Map<string, number>;
  /** Held or waited for. */
  taken: Map<string, HeldLock | undefined>;
}

const scopes = new AsyncLocalStorage<OpenScope>();

/**
 * Runs a tool call in which `withLock` and `getLock` can be used. Locks that it has not released
 * are released at its end, so `run` has to end no earlier than the tool's own code: code that goes
 * on after its time keeps its locks until it ends, or its leases do.
 */
export async function runWithLocks<T>(scope: LockScope, run: () => Promise<T>): Promise<T> {
  const open: OpenScope = { ...scope, ended: false, asked: new Map(), taken: new Map() };
  try {
    return await scopes.run(open, run);
  } finally {
    open.ended = true;
    await Promise.all([...open.taken.values()].map(async (lock) => await lock?.release()));
  }
}

/**
 * Runs code while nobody else, in whatever process, holds the lock. Only in a tool's `execute`;
 * elsewhere see `openLocks`. A retried tool call keeps its place in line.
 *
 * @param namespace keeps the keys of different uses apart: `files`
 * @throws `Lock.TimedOut` when it is not free in time, `Input.Invalid` when this call has it
 *   already
 */
export async function withLock<T>(
  namespace: string,
  key: string,
  run: (context: LockContext) => Promise<T> | T,
  options: LockOptions = {},
): Promise<T> {
  const { signal } = scopeOf('withLock');
  refuseNoCode(run);
  await using lock = await getLock(namespace, key, options);
  return await run({ fencing: lock.fencing, signal: eitherOf(lock.signal, signal) });
}

/**
 * Takes a lock; `await using lock = await getLock(…)` releases it at the end of the block.
 *
 * @see withLock
 */
export async function getLock(
  namespace: string,
  key: string,
  options: LockOptions = {},
): Promise<HeldLock> {
  const scope = scopeOf('getLock');
  const name = readLockName(namespace, key);
  const { leaseMs, waitMs } = readLockOptions(options);
  const digest = lockDigest(name);
  if (scope.taken.has(digest)) throw alreadyTaken(name);
  const request = {
    ...name,
    requestId: requestIdOf(scope, name),
    token: randomUUID(),
    holder: scope.holder,
    leaseMs,
  };
  scope.taken.set(digest, undefined);
  const { signal } = scope;
  const onRelease = () => void scope.taken.delete(digest);
  try {
    const lock = await scope.locks.acquire(request, { waitMs, signal, onRelease });
    return await keep(scope, digest, lock);
  } catch (error) {
    scope.taken.delete(digest);
    throw error;
  }
}

/** A lock that was waited for in the background must not outlive its call. */
async function keep(scope: OpenScope, digest: string, lock: HeldLock): Promise<HeldLock> {
  scope.taken.set(digest, lock);
  if (!scope.ended) return lock;
  await lock.release();
  throw failure(Failure.lockTimedOut, 'the tool call ended before it got the lock: await it');
}

function scopeOf(what: string): OpenScope {
  const scope = scopes.getStore();
  if (scope !== undefined && !scope.ended) return scope;
  const message = `${what} works only inside a tool's execute, while it runs: elsewhere use \`await openLocks()\``;
  throw failure(Failure.inputInvalid, message);
}

function requestIdOf(scope: OpenScope, { namespace, key }: LockName): string {
  const id = `${scope.requestId}/${namespace}/${key}`;
  const times = (scope.asked.get(id) ?? 0) + 1;
  scope.asked.set(id, times);
  return times === 1 ? id : `${id}#${times}`;
}

function alreadyTaken(name: LockName) {
  const message = `this tool call holds the lock ${show(name)} already, or waits for it: a lock cannot be taken twice. Take it once, around all that needs it`;
  return failure(Failure.inputInvalid, message, { details: { ...name } });
}
