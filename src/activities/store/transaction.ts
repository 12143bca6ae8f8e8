import { setTimeout as sleep } from 'node:timers/promises';
import { causes } from '../../core/failures.ts';
import type { Database } from './tables.ts';

/** How often a transaction is tried. */
const triesAtMost = 6;

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
  for (let tries = 1; ; tries++) {
    try {
      return await db.transaction().execute(body);
    } catch (error) {
      if (tries === triesAtMost || !wasUndone(error)) throw error;
    }
    await sleep(Math.random() * 10 * 2 ** tries);
  }
}

function wasUndone(error: unknown): boolean {
  return causes(error).some((cause) => 'code' in cause && undone.has(cause.code));
}
