import type { LockName, LockStatus } from '../../core/locks.ts';
import { databaseNow } from './clock.ts';
import type { PlaceInLine } from './lock-line.ts';
import { lockDigest } from './lock-request.ts';
import type { Database } from './tables.ts';

/** Every lock that is held or waited for, in the order of the names. */
export async function listLocks(db: Database): Promise<LockStatus[]> {
  const lines = new Map<string, PlaceInLine[]>();
  for (const place of await livePlaces(db)) {
    const line = lines.get(lockDigest(place));
    if (line === undefined) lines.set(lockDigest(place), [place]);
    else line.push(place);
  }
  const rows = await activeLocks(db);
  return rows.map((row) => statusOf(row, lines.get(lockDigest(row)) ?? []));
}

function livePlaces(db: Database): Promise<PlaceInLine[]> {
  return db
    .selectFrom('lock_waiters')
    .selectAll()
    .where('expires_at', '>', databaseNow(db))
    .orderBy('ticket')
    .execute();
}

function activeLocks(db: Database): Promise<LockRow[]> {
  return db
    .selectFrom('locks')
    .select(['namespace', 'key', 'fencing', 'token', 'holder', 'acquired_at', 'expires_at'])
    .select(databaseNow(db).as('now'))
    .where((lock) =>
      lock.or([
        lock('expires_at', '>', databaseNow(db)),
        lock.exists(
          lock
            .selectFrom('lock_waiters')
            .select('token')
            .whereRef('lock_waiters.namespace', '=', 'locks.namespace')
            .whereRef('lock_waiters.key', '=', 'locks.key')
            .where('lock_waiters.expires_at', '>', databaseNow(db)),
        ),
      ]),
    )
    .orderBy('namespace')
    .orderBy('key')
    .execute();
}

interface LockRow extends LockName {
  token: string | null;
  fencing: number;
  holder: string | null;
  acquired_at: number | null;
  expires_at: number | null;
  now: number;
}

function statusOf(row: LockRow, line: readonly PlaceInLine[]): LockStatus {
  const { namespace, key, fencing, holder, acquired_at, expires_at, now } = row;
  const held = acquired_at !== null && expires_at !== null && expires_at > now;
  const waiting = line.filter((place) => !held || place.token !== row.token);
  return {
    namespace,
    key,
    holder: held ? holder : null,
    fencing,
    acquiredAt: held ? new Date(acquired_at).toISOString() : null,
    heldForMs: held ? Math.max(0, now - acquired_at) : null,
    expiresInMs: held ? expires_at - now : null,
    waiters: waiting.map((place, index) => ({
      position: index + 1,
      holder: place.holder,
      waitingMs: Math.max(0, now - place.since),
    })),
  };
}
