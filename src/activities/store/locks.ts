import { type Selectable, sql } from 'kysely';
import type { LockName } from '../../core/locks.ts';
import { channels } from './changes.ts';
import { databaseNow, isPostgres } from './clock.ts';
import { withoutFlush } from './flush.ts';
import { grantedTo } from './lock-claim.ts';
import { joinLine, leaveLine, readLine } from './lock-line.ts';
import { lockDigest, type LockRequest } from './lock-request.ts';
import type { Database, Tables } from './tables.ts';
import { inTransaction } from './transaction.ts';

export type LockAnswer =
  | { state: 'granted'; fencing: number }
  | { state: 'waiting'; ticket: number }
  /** Another attempt of the same request has taken the place of this one. */
  | { state: 'superseded' };

type LockRow = Selectable<Tables['locks']> & { now: number };

/**
 * Grants a lock, or gives the request a place in line. Who asks twice, because the answer was lost,
 * gets the same grant. Another attempt of a request takes over its place in line; where an earlier
 * attempt holds the lock and may still be at work, it waits for that lease to end, first in line.
 *
 * @param again whether this attempt has asked before: then it takes nothing over
 */
export async function requestLock(db: Database, request: LockRequest, again = false) {
  const fencing = again ? undefined : await takeFree(db, request);
  if (fencing !== undefined) return { state: 'granted', fencing } satisfies LockAnswer;
  return await inTransaction(db, async (transaction): Promise<LockAnswer> => {
    const lock = await ownRow(transaction, request);
    const line = await readLine(transaction, request, lock.now);
    const held = lock.request_id !== null && (lock.expires_at ?? 0) > lock.now;
    const own = lock.request_id === request.requestId;
    if (held && own && lock.token === request.token) return prolong(transaction, request, lock);
    const place = line.find((waiter) => waiter.request_id === request.requestId);
    const replaced = place === undefined ? held && own : place.token !== request.token;
    if (again && replaced) return { state: 'superseded' };
    const ticket = place?.ticket ?? (own ? lock.ticket : lock.next_ticket);
    const served = !held && line.every((waiter) => waiter.ticket >= ticket);
    if (served) {
      if (place !== undefined) await leaveLine(transaction, place.token);
      return grant(transaction, request, { ...lock, ticket });
    }
    await joinLine(transaction, request, { ticket, now: lock.now });
    // One more than the ticket of the last grant even for a retry, so that the line is seen.
    if (place === undefined) {
      await setLock(transaction, request, { next_ticket: lock.next_ticket + 1 });
    }
    return { state: 'waiting', ticket };
  });
}

/** Grants a lock that is free and that nobody waits for, as its row alone tells: in one statement. */
async function takeFree(db: Database, request: LockRequest): Promise<number | undefined> {
  const { namespace, key } = request;
  const granted = grantedTo(request, databaseNow(db));
  const row = await db
    .insertInto('locks')
    .values({ namespace, key, fencing: 1, ticket: 1, next_ticket: 2, ...granted })
    .onConflict((conflict) =>
      conflict
        .columns(['namespace', 'key'])
        .doUpdateSet({
          ...granted,
          fencing: sql<number>`locks.fencing + 1`,
          ticket: sql<number>`locks.next_ticket`,
          next_ticket: sql<number>`locks.next_ticket + 1`,
        })
        .where('locks.request_id', 'is', null)
        .whereRef('locks.next_ticket', '=', sql`locks.ticket + 1`),
    )
    .returning('fencing')
    .executeTakeFirst();
  return row?.fencing;
}

/**
 * Prolongs a lease.
 *
 * @returns `false` when it had ended: then the lock may be somebody else's
 */
export async function renewLock(db: Database, request: LockRequest): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('locks')
    .set({ expires_at: sql<number>`${databaseNow(db)} + ${request.leaseMs}` })
    .where((condition) => condition.and(grantOf(request)))
    .where('expires_at', '>', databaseNow(db))
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Frees a lock if it is still this attempt's, and wakes who is next. */
export async function releaseLock(db: Database, request: LockRequest): Promise<void> {
  const free = (connection: Pick<Database, 'updateTable'>) =>
    connection
      .updateTable('locks')
      .set({ request_id: null, token: null, holder: null, acquired_at: null, expires_at: null })
      .where((condition) => condition.and(grantOf(request)));
  if (!isPostgres(db)) return void (await free(db).execute()); // others see the write itself
  await db
    .with('freed', (connection) =>
      free(connection).returning(['ticket', 'next_ticket', withoutFlush(db).as('flushed')]),
    )
    .selectFrom('freed')
    .select(callOut(request, nextToken(db, request)).as('called'))
    .where('next_ticket', '>', sql<number>`ticket + 1`)
    .execute();
}

/** Gives a place in line up, unless another attempt of the request has it. */
export async function withdrawRequest(db: Database, request: LockRequest): Promise<void> {
  const left = await leaveLine(db, request.token);
  if (left && isPostgres(db)) await db.selectNoFrom(callOut(request).as('called')).execute();
}

/** The lock's row, made where there is none, and kept from others until the transaction ends. */
function ownRow(db: Database, { namespace, key }: LockName): Promise<LockRow> {
  return db
    .insertInto('locks')
    .values({ namespace, key, fencing: 0, ticket: 0, next_ticket: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['namespace', 'key'])
        .doUpdateSet((row) => ({ fencing: row.ref('locks.fencing') })),
    )
    .returningAll()
    .returning(databaseNow(db).as('now'))
    .executeTakeFirstOrThrow();
}

async function prolong(db: Database, request: LockRequest, lock: LockRow): Promise<LockAnswer> {
  await leaveLine(db, request.token);
  await setLock(db, request, { expires_at: lock.now + request.leaseMs });
  return { state: 'granted', fencing: lock.fencing };
}

async function grant(
  db: Database,
  request: LockRequest,
  lock: LockRow & { ticket: number },
): Promise<LockAnswer> {
  const fencing = lock.fencing + 1;
  await setLock(db, request, {
    fencing,
    next_ticket: Math.max(lock.next_ticket, lock.ticket + 1),
    request_id: request.requestId,
    token: request.token,
    ticket: lock.ticket,
    holder: request.holder,
    acquired_at: lock.now,
    expires_at: lock.now + request.leaseMs,
  });
  return { state: 'granted', fencing };
}

async function setLock(
  db: Database,
  { namespace, key }: LockName,
  set: Partial<Selectable<Tables['locks']>>,
): Promise<void> {
  await db
    .updateTable('locks')
    .set(set)
    .where('namespace', '=', namespace)
    .where('key', '=', key)
    .execute();
}

function grantOf({ namespace, key, requestId, token }: LockRequest) {
  return { namespace, key, request_id: requestId, token };
}

/** Who is next, so that only that process looks; a waiter behind it could do nothing. */
function nextToken(db: Database, { namespace, key }: LockName) {
  const next = db
    .selectFrom('lock_waiters')
    .select('token')
    .where('namespace', '=', namespace)
    .where('key', '=', key)
    .where('expires_at', '>', databaseNow(db))
    .orderBy('ticket')
    .limit(1);
  return sql<string>`coalesce((${next}), '')`;
}

function callOut(name: LockName, token = sql<string>`''`) {
  return sql`pg_notify(${channels.locks}, ${`${lockDigest(name)} `} || ${token})`;
}
