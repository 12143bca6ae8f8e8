import { type RawBuilder, sql } from 'kysely';
import { isPostgres } from './clock.ts';
import type { Database } from './tables.ts';

/**
 * In the RETURNING of a statement: its transaction is committed without waiting for the disk. A
 * Postgres that crashes may forget it, so it is for what heals by itself. SQLite, as it is set up
 * here, never waits.
 */
export function withoutFlush(db: Pick<Database, 'getExecutor'>): RawBuilder<string> {
  return isPostgres(db) ? sql`set_config('synchronous_commit', 'off', true)` : sql`''`;
}
