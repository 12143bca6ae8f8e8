import { sql } from 'kysely';
import { isPostgres } from './clock.ts';
import { givenRows } from './given-rows.ts';
import { storableName } from './messages.ts';
import { prepared } from './prepared.ts';
import type { Database } from './tables.ts';

/** A piece of what a model is saying. */
export interface LivePiece {
  /** Key of the event that the text began with. */
  turn: string;
  /** The model call. */
  call: string;
  /** Where it begins and ends in the text; UTF-16 units. */
  start: number;
  stop: number;
  /** As it is stored. */
  text: string;
}

/** Adds pieces of texts; one that is there already changes nothing. */
export async function addLiveTexts(db: Database, pieces: readonly LivePiece[]): Promise<void> {
  if (pieces.length === 0) return;
  const rows = pieces.map(({ turn, call, start, stop, text }) => ({
    turn: storableName(turn),
    call: storableName(call),
    start,
    stop,
    text: storableName(text),
  }));
  await insertPieces(db, { rows: JSON.stringify(rows), at: new Date().toISOString() });
}

const insertPieces = prepared((db, { rows, at }: { rows: string; at: string }) => ({
  compile: () =>
    sql`insert into live_texts (turn, start, stop, text, call, at)
        select given.value ->> 'turn', cast(given.value ->> 'start' as integer),
          cast(given.value ->> 'stop' as integer), given.value ->> 'text',
          given.value ->> 'call', cast(${at} as text)
        from ${givenRows(db, rows)} where true
        on conflict do nothing`.compile(db),
}));

/** Where a reader stands in a text. */
export interface ReadTo {
  turn: string;
  from: number;
}

/** A piece as it is read. */
export type ReadPiece = Pick<LivePiece, 'turn' | 'start' | 'text'>;

/** Characters of the texts that are read at once, all together. */
const mostAtOnce = 2_000_000;

/** Of one text at least. */
const leastAtOnce = 4_000;

/**
 * The pieces of some texts behind where they were read to, those of one text in order, and more than
 * once where it was asked for so; of many long ones their beginnings.
 */
export async function readLiveTexts(db: Database, read: readonly ReadTo[]): Promise<ReadPiece[]> {
  if (read.length === 0) return [];
  const wanted = read.map(({ turn, from }) => ({ turn: storableName(turn), from }));
  const most = Math.max(leastAtOnce, Math.floor(mostAtOnce / wanted.length));
  return (await selectPieces(db, { read: JSON.stringify(wanted), most })).rows;
}

const selectPieces = prepared((db, { read, most }: { read: string; most: number }) => ({
  compile: () =>
    sql<ReadPiece>`select live_texts.turn, live_texts.start, live_texts.text
        from ${givenRows(db, read)} join live_texts on live_texts.turn = given.value ->> 'turn'
          and live_texts.stop > cast(given.value ->> 'from' as bigint)
          and live_texts.start <= cast(given.value ->> 'from' as bigint) + cast(${most} as bigint)
        order by live_texts.turn, live_texts.start`.compile(db),
}));

/** Forgets what was said in a call: its reply is stored. */
export async function dropLiveTexts(db: Database, call: string): Promise<void> {
  await deletePieces(db, { call: storableName(call) });
}

const deletePieces = prepared((db, { call }: { call: string }) =>
  db.deleteFrom('live_texts').where('call', '=', call),
);

/** Forgets what was said in turns that came to nothing. */
export async function dropTurnTexts(db: Database, turns: readonly string[]): Promise<void> {
  if (turns.length === 0) return;
  await deleteTurns(db, { turns: JSON.stringify(turns.map(storableName)) });
}

const deleteTurns = prepared((db, { turns }: { turns: string }) => {
  const given = isPostgres(db)
    ? sql`jsonb_array_elements_text(${turns}::jsonb) as given (value)`
    : sql`json_each(${turns}) as given`;
  return {
    compile: () =>
      sql`delete from live_texts where turn in (select given.value from ${given})`.compile(db),
  };
});

/** Forgets what was said in calls that nobody has ended since. */
export async function dropOldLiveTexts(db: Database, before: Date): Promise<void> {
  await db.deleteFrom('live_texts').where('at', '<', before.toISOString()).execute();
}
