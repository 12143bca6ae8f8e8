import { causes } from '../../core/failures.ts';
import { retryUntil } from '../../core/retry-until.ts';
import type { Database } from './tables.ts';

/** How often a transaction is tried, and the pauses between. */
const limits = { triesAtMost: 6, firstPauseMs: 10, longestPauseMs: 500 } as const;

/** Postgres's codes for a transaction that it has undone for the sake of another one. */
const undone: ReadonlySet<unknown> = new Set(['40001', '40P01']);

/**
 * Runs `body` in a transaction, or in the one that `db` is already. What Postgres undoes because of
 * a deadlock or a conflict is done again, so `body` has to be repeatable.
 */
export async function inTransaction<T>(
  db: Database,
  body: (transaction: Database) => Promise<T>,
): Promise<T> {
  if (db.isTransaction) return await body(db);
  const attempt = () => db.transaction().execute(body);
  return await retryUntil(attempt, { canPass: wasUndone, ...limits });
}

function wasUndone(error: unknown): boolean {
  return causes(error).some((cause) => 'code' in cause && undone.has(cause.code));
}
