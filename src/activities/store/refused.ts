import { causes } from '../../core/failures.ts';

/** Postgres: no such data, against a constraint, too large; SQLite's codes for the same. */
const refusals = /^(?:(?:22|23|54)\w{3}|SQLITE_(?:CONSTRAINT|MISMATCH|RANGE|TOOBIG)(?:_\w+)?)$/;

/**
 * Whether a database has refused what it was given, and would refuse it again however often it is
 * asked; not: it is away, busy or full.
 */
export function isRefused(error: unknown): boolean {
  return causes(error).some(
    // A text that is too long to be put together never leaves this process.
    (cause) =>
      cause instanceof RangeError || ('code' in cause && refusals.test(String(cause.code))),
  );
}
