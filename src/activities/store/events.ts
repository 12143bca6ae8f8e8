import { sql } from 'kysely';
import { isPostgres } from './clock.ts';
import { storable, storableName } from './messages.ts';
import { prepared } from './prepared.ts';
import type { Database, EventsTable } from './tables.ts';
import { inTransaction } from './transaction.ts';

/** An event as it is stored. */
export type EventRow = Pick<EventsTable, 'key' | 'path' | 'type' | 'call' | 'data'>;

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
  const once = firstOfEachKey(events.map(asStored));
  if (once.length === 0) return;
  const run = storableName(runId);
  await inTransaction(db, async (transaction) => {
    if (isPostgres(transaction)) await holdRun(transaction, { run });
    for (let start = 0; start < once.length; start += atOnce) {
      const rows = JSON.stringify(once.slice(start, start + atOnce));
      await insertEvents(transaction, { run, rows, at: new Date().toISOString() });
    }
  });
}

/** As every database takes it. */
function asStored({ key, path, type, call, data }: EventRow): EventRow {
  return {
    key: storableName(key),
    path: storable(path),
    type: storableName(type),
    call: call === null ? null : storableName(call),
    data: storable(data),
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
  (db, { run, rows, at }: { run: string; rows: string; at: string }) => {
    const given = isPostgres(db)
      ? sql`jsonb_array_elements(${rows}::jsonb) with ordinality as given (value, place)`
      : sql`(select value, key as place from json_each(${rows})) as given`;
    return {
      compile: () =>
        sql`insert into events (run, seq, key, path, type, call, data, at)
        select cast(${run} as text),
          (select coalesce(max(seq), 0) from events where run = ${run})
            + row_number() over (order by given.place),
          ${value('key')}, ${value('path')}, ${value('type')}, ${value('call')}, ${value('data')},
          cast(${at} as text)
        from ${given}
        where not exists (
          select 1 from events as known where known.run = ${run} and known.key = ${value('key')}
        )`.compile(db),
    };
  },
);

/** A field of a row that is given as JSON. */
function value(name: keyof EventRow) {
  return sql`(given.value ->> ${sql.lit(name)})`;
}

/** Events of a run behind a number, in order. */
export async function readEvents(
  db: Database,
  run: string,
  { after, limit }: { after: number; limit: number },
): Promise<NumberedRow[]> {
  const { rows } = await selectEvents(db, { run: storableName(run), after, limit });
  return rows;
}

const selectEvents = prepared(
  (db, { run, after, limit }: { run: string; after: number; limit: number }) =>
    db
      .selectFrom('events')
      .select(['seq', 'key', 'path', 'type', 'call', 'data', 'at'])
      .where('run', '=', run)
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(limit),
);

/** What the turns of a run began and ended with, up to a number, in order. */
export async function readTurnMarks(db: Database, run: string, upTo: number) {
  return await db
    .selectFrom('events')
    .select(['seq', 'key', 'path', 'type', 'call'])
    .where('run', '=', storableName(run))
    .where('seq', '<=', upTo)
    .where('type', 'in', ['turn.started', 'turn.retried', 'turn.ended', 'step.ended'])
    .orderBy('seq')
    .execute();
}
