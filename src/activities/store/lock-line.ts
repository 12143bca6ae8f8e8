import { type Selectable, sql } from 'kysely';
import type { LockName } from '../../core/locks.ts';
import { databaseNow } from './clock.ts';
import { withoutFlush } from './flush.ts';
import type { LockRequest } from './lock-request.ts';
import type { Database, Tables } from './tables.ts';

/** How long a place in line outlives the last sign of who waits there. */
const placeMs = 5_000;

/** Places that one statement refreshes: well below the variables a database allows. */
const refreshedAtOnce = 500;

export type PlaceInLine = Selectable<Tables['lock_waiters']>;

/** How it stands with who waits. */
export interface Standing {
  /** Places before its own. */
  ahead: number;
  /** Who holds the lock; `null`: nobody. */
  holder: string | null;
  fencing: number;
  heldForMs: number | null;
}

/** Who waits for a lock and gives signs of life; the places of others are cleared away. */
export async function readLine(
  db: Database,
  { namespace, key }: LockName,
  now: number,
): Promise<PlaceInLine[]> {
  const line = await db
    .selectFrom('lock_waiters')
    .selectAll()
    .where('namespace', '=', namespace)
    .where('key', '=', key)
    .execute();
  const gone = line.filter((place) => place.expires_at <= now).map(({ token }) => token);
  if (gone.length > 0) {
    await db.deleteFrom('lock_waiters').where('token', 'in', gone.slice(0, 1_000)).execute();
  }
  return line.filter((place) => place.expires_at > now);
}

/** Gives a request its place, or refreshes it. */
export async function joinLine(
  db: Database,
  { namespace, key, requestId, token, holder }: LockRequest,
  { ticket, now }: { ticket: number; now: number },
): Promise<void> {
  const shown = { token, holder, expires_at: now + placeMs };
  await db
    .insertInto('lock_waiters')
    .values({ namespace, key, request_id: requestId, ticket, since: now, ...shown })
    .onConflict((conflict) =>
      conflict.columns(['namespace', 'key', 'request_id']).doUpdateSet(shown),
    )
    .returning(withoutFlush(db).as('flushed'))
    .execute();
}

/** @returns whether this attempt had a place */
export async function leaveLine(db: Database, token: string): Promise<boolean> {
  // In a transaction there may be a grant, which has to be on the disk.
  const flushed = db.isTransaction ? sql<string>`''` : withoutFlush(db);
  const left = await db
    .deleteFrom('lock_waiters')
    .where('token', '=', token)
    .returning(flushed.as('flushed'))
    .execute();
  return left.length > 0;
}

/**
 * Gives a sign of life for the places of these attempts.
 *
 * @returns those that still have one
 */
export async function keepPlaces(db: Database, tokens: readonly string[]): Promise<Set<string>> {
  const kept = new Set<string>();
  for (let start = 0; start < tokens.length; start += refreshedAtOnce) {
    const rows = await db
      .updateTable('lock_waiters')
      .set({ expires_at: sql<number>`${databaseNow(db)} + ${placeMs}` })
      .where('token', 'in', tokens.slice(start, start + refreshedAtOnce))
      .where('expires_at', '>', databaseNow(db))
      .returning(['token', withoutFlush(db).as('flushed')])
      .execute();
    for (const { token } of rows) kept.add(token);
  }
  return kept;
}

/**
 * Reads how it stands with an attempt; `undefined` when it does not wait any more: its place has
 * lapsed, or it has the lock and the answer was lost.
 */
export async function readStanding(db: Database, token: string): Promise<Standing | undefined> {
  const row = await db
    .selectFrom('lock_waiters as own')
    .innerJoin('locks', (join) =>
      join.onRef('locks.namespace', '=', 'own.namespace').onRef('locks.key', '=', 'own.key'),
    )
    .select(['locks.holder', 'locks.fencing', 'locks.acquired_at', 'locks.expires_at'])
    .select((of) => [
      databaseNow(db).as('now'),
      of
        .selectFrom('lock_waiters as other')
        .select((other) => other.fn.countAll<number>().as('count'))
        .whereRef('other.namespace', '=', 'own.namespace')
        .whereRef('other.key', '=', 'own.key')
        .whereRef('other.ticket', '<', 'own.ticket')
        .where('other.expires_at', '>', databaseNow(db))
        .as('ahead'),
    ])
    .where('own.token', '=', token)
    .where(sql<boolean>`coalesce(locks.token, '') <> own.token`)
    .where('own.expires_at', '>', databaseNow(db))
    .executeTakeFirst();
  return row === undefined ? undefined : standingOf(row);
}

interface StandingRow {
  holder: string | null;
  fencing: number;
  acquired_at: number | null;
  expires_at: number | null;
  now: number;
  ahead: number | null;
}

function standingOf({
  holder,
  fencing,
  acquired_at,
  expires_at,
  now,
  ahead,
}: StandingRow): Standing {
  const held = expires_at !== null && expires_at > now;
  return {
    ahead: ahead ?? 0,
    holder: held ? holder : null,
    fencing,
    heldForMs: held && acquired_at !== null ? now - acquired_at : null,
  };
}
