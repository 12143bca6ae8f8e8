import { z } from 'zod';
import { type Duration, toMs } from '../../core/durations.ts';
import { timeoutSchema } from '../../core/timeout-schema.ts';
import type { LockName } from '../../core/locks.ts';
import { parseInput } from '../../core/parse-input.ts';

/** How a lock is waited for and held; durations are `'15s'` or milliseconds. */
export interface LockOptions {
  /**
   * How long the lock stays taken when its holder dies; a living one renews it. From '200ms'.
   * Default '15s'.
   */
  lease?: Duration;
  /** How long to wait in line at most. Default '60s'. */
  wait?: Duration;
}

/** Shorter leases could not be renewed in time. */
const shortestLeaseMs = 200;

const longestLeaseMs = 86_400_000;

// A key goes into the index of the database: no text of Postgres holds a NUL, and two keys with half a
// surrogate pair would be the same there.
const nameSchema = (longest: number) =>
  z
    .string()
    .min(1, 'it is empty')
    .max(longest, `it is longer than ${longest} characters: lock a digest of it`)
    .refine((text) => !text.includes('\0'), 'it contains a NUL')
    .refine((text) => text.isWellFormed(), 'it contains half a character');

const lockSchema = z.strictObject({ namespace: nameSchema(100), key: nameSchema(400) });

/** Code that runs under a lock is checked before the lock is taken. */
const codeSchema = z.custom<(...given: never[]) => unknown>(
  (value) => typeof value === 'function',
  'expected a function that runs under the lock',
);

/** @throws `Input.Invalid` for what is not a function */
export function refuseNoCode(run: unknown): void {
  parseInput(codeSchema, run, 'withLock');
}

const optionsSchema = z.strictObject({
  lease: timeoutSchema
    .default('15s')
    .transform(toMs)
    .refine((ms) => ms >= shortestLeaseMs, `a lease is at least ${shortestLeaseMs} ms`)
    .refine((ms) => ms <= longestLeaseMs, 'a lease is at most a day: a living holder renews it'),
  wait: timeoutSchema.default('60s').transform(toMs),
});

/** @throws `Input.Invalid` for an empty or very long name */
export function readLockName(namespace: string, key: string): LockName {
  return parseInput(lockSchema, { namespace, key }, 'the name of the lock');
}

/** @throws `Input.Invalid`, naming the option */
export function readLockOptions(given: LockOptions): { leaseMs: number; waitMs: number } {
  const options = parseInput(optionsSchema, given, 'the options of the lock');
  return { leaseMs: options.lease, waitMs: options.wait };
}
