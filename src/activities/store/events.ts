import { sql } from 'kysely';
import { isPostgres } from './clock.ts';
import { givenRows } from './given-rows.ts';
import { storable, storableName } from './messages.ts';
import { prepared } from './prepared.ts';
import type { Database, EventsTable } from './tables.ts';
import { inTransaction } from './transaction.ts';

/** An event as it is stored; `at` is by default when it is. */
export type EventRow = Pick<EventsTable, 'key' | 'path' | 'type' | 'call' | 'data'> &
  Partial<Pick<EventsTable, 'at'>>;

/** An event as it is read. */
export type NumberedRow = EventRow & Pick<EventsTable, 'seq' | 'at'>;

/** Events of one statement. */
const atOnce = 500;

/**
 * Appends events to those of a run, in order and without gaps. What has a key that is there already
 * changes nothing. Writers of all processes queue for the run meanwhile.
 */
export async function appendEvents(
  db: Database,
  runId: string,
  events: readonly EventRow[],
): Promise<void> {
  const now = new Date().toISOString();
  const once = firstOfEachKey(events.map((event) => asStored(event, now)));
  if (once.length === 0) return;
  const run = storableName(runId);
  await inTransaction(db, async (transaction) => {
    if (isPostgres(transaction)) await holdRun(transaction, { run });
    for (let start = 0; start < once.length; start += atOnce) {
      const rows = JSON.stringify(once.slice(start, start + atOnce));
      await insertEvents(transaction, { run, rows, at: now });
    }
  });
}

/** As every database takes it, and not later than now, whatever another machine's clock says. */
function asStored({ key, path, type, call, data, at }: EventRow, now: string): EventRow {
  return {
    key: storableName(key),
    path: storable(path),
    type: storableName(type),
    call: call === null ? null : storableName(call),
    data: storable(data),
    ...(at !== undefined && at < now ? { at } : {}),
  };
}

function firstOfEachKey(events: readonly EventRow[]): EventRow[] {
  const first = new Map<string, EventRow>();
  for (const event of events) if (!first.has(event.key)) first.set(event.key, event);
  return [...first.values()];
}

/** SQLite has one writer at a time anyway. */
const holdRun = prepared((db, { run }: { run: string }) => ({
  compile: () =>
    sql`select pg_advisory_xact_lock(hashtextextended('durable-agents events ' || ${run}, 0))`.compile(
      db,
    ),
}));

const insertEvents = prepared(
  (db, { run, rows, at }: { run: string; rows: string; at: string }) => ({
    compile: () =>
      sql`insert into events (run, seq, key, path, type, call, data, at)
        select cast(${run} as text),
          (select coalesce(max(seq), 0) from events where run = ${run})
            + row_number() over (order by given.place),
          ${value('key')}, ${value('path')}, ${value('type')}, ${value('call')}, ${value('data')},
          coalesce(${value('at')}, cast(${at} as text))
        from ${givenRows(db, rows)}
        where not exists (
          select 1 from events as known where known.run = ${run} and known.key = ${value('key')}
        )`.compile(db),
  }),
);

/** A field of a row that is given as JSON. */
function value(name: keyof EventRow) {
  return sql`(given.value ->> ${sql.lit(name)})`;
}

/** Where a follower stands: behind event `after` of a run. */
export interface FollowedTo {
  run: string;
  after: number;
}

/** What the turns of a run began and ended with. */
export type TurnMark = Pick<NumberedRow, 'seq' | 'key' | 'path' | 'type' | 'call'>;

/** The next events of each of some followers, at most `limit` a follower, in order. */
export async function readEvents(
  db: Database,
  followed: readonly FollowedTo[],
  limit: number,
): Promise<NumberedRow[][]> {
  const places = JSON.stringify(followed.map(asPlace));
  const { rows } = await selectEvents(db, { places, limit });
  return apart(rows, followed.length);
}

const selectEvents = prepared((db, { places, limit }: { places: string; limit: number }) => ({
  // Numbers have no gaps.
  compile: () =>
    sql<Placed<NumberedRow>>`select given.place, events.seq, events.key, events.path,
        events.type, events.call, events.data, events.at
      from ${givenRows(db, places)} join events on events.run = given.value ->> 'run'
        and events.seq > cast(given.value ->> 'after' as bigint)
        and events.seq <= cast(given.value ->> 'after' as bigint) + cast(${limit} as bigint)
      order by given.place, events.seq`.compile(db),
}));

/** What the turns of each of some runs began and ended with, up to where a follower stands, in order. */
export async function readTurnMarks(
  db: Database,
  followed: readonly FollowedTo[],
): Promise<TurnMark[][]> {
  const { rows } = await selectMarks(db, { places: JSON.stringify(followed.map(asPlace)) });
  return apart(rows, followed.length);
}

const selectMarks = prepared((db, { places }: { places: string }) => ({
  compile: () =>
    sql<Placed<TurnMark>>`select given.place, events.seq, events.key, events.path,
        events.type, events.call
      from ${givenRows(db, places)} join events on events.run = given.value ->> 'run'
        and events.seq <= cast(given.value ->> 'after' as bigint)
      where events.type in ('turn.started', 'turn.retried', 'turn.ended', 'step.ended')
      order by given.place, events.seq`.compile(db),
}));

/** A row for the follower of that number, counted from 0. */
type Placed<R> = R & { place: number };

function asPlace({ run, after }: FollowedTo): FollowedTo {
  return { run: storableName(run), after };
}

function apart<R>(rows: readonly Placed<R>[], count: number): R[][] {
  const all: R[][] = Array.from({ length: count }, () => []);
  for (const row of rows) all[row.place]?.push(row);
  return all;
}
