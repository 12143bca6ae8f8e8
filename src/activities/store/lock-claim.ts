import { type RawBuilder, sql } from 'kysely';
import { databaseNow, isPostgres } from './clock.ts';
import { leaveLine } from './lock-line.ts';
import type { LockRequest } from './lock-request.ts';
import type { Database } from './tables.ts';

/**
 * Grants the lock to who waits for it, if it is free and this attempt is next.
 *
 * @returns the fencing number
 */
export async function claimLock(db: Database, request: LockRequest): Promise<number | undefined> {
  if (isPostgres(db)) return claimOnPostgres(db, request);
  const claimed = await claim(db, request, databaseNow(db)).executeTakeFirst();
  if (claimed !== undefined) await leaveLine(db, request.token);
  return claimed?.fencing;
}

/** The columns of a lock that say whose it is. */
export function grantedTo(request: LockRequest, now: RawBuilder<number>) {
  return {
    request_id: request.requestId,
    token: request.token,
    holder: request.holder,
    acquired_at: now,
    expires_at: sql<number>`${now} + ${request.leaseMs}`,
  };
}

/** In one statement, because each has a way to go; SQLite has no such statements, and no way. */
async function claimOnPostgres(db: Database, request: LockRequest): Promise<number | undefined> {
  const now = databaseNow(db);
  const claimed = await db
    .with('claimed', (connection) => claim(connection, request, now))
    .with('left', (connection) =>
      connection
        .deleteFrom('lock_waiters')
        .where('token', '=', request.token)
        .where((where) => where.exists(connection.selectFrom('claimed').select('fencing')))
        .returning('token'),
    )
    .selectFrom('claimed')
    .select('fencing')
    .executeTakeFirst();
  return claimed?.fencing;
}

function claim(db: Pick<Database, 'updateTable'>, request: LockRequest, now: RawBuilder<number>) {
  const { namespace, key, token } = request;
  return db
    .updateTable('locks')
    .from('lock_waiters as own')
    .set((row) => ({
      ...grantedTo(request, now),
      fencing: sql<number>`locks.fencing + 1`,
      ticket: row.ref('own.ticket'),
    }))
    .where('locks.namespace', '=', namespace)
    .where('locks.key', '=', key)
    .where((lock) =>
      lock.or([lock('locks.request_id', 'is', null), lock('locks.expires_at', '<=', now)]),
    )
    .where('own.token', '=', token)
    .where('own.expires_at', '>', now)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('lock_waiters as other')
            .select('other.token')
            .where('other.namespace', '=', namespace)
            .where('other.key', '=', key)
            .whereRef('other.ticket', '<', 'own.ticket')
            .where('other.expires_at', '>', now),
        ),
      ),
    )
    .returning('fencing');
}
