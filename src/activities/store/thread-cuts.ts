import type { Database } from './tables.ts';

/** A place where prompts that do not hold the whole thread begin. */
export interface ThreadCut {
  /** Number of the last message that is left out. */
  upTo: number;
  /** The summary of what is left out; `null`: there is none. */
  summary: { message: string; content: string; bytes: number } | null;
}

/** Cuts of a thread from a number on, in order. */
export async function cutsFrom(db: Database, thread: string, upTo: number): Promise<ThreadCut[]> {
  const rows = await selectCuts(db, thread).where('up_to', '>=', upTo).orderBy('up_to').execute();
  return rows.map(toCut);
}

/** The last cut with a summary, up to a number; `undefined` if there is none. */
export async function lastSummary(
  db: Database,
  thread: string,
  upTo: number,
): Promise<ThreadCut | undefined> {
  const row = await selectCuts(db, thread)
    .where('up_to', '<=', upTo)
    .where('summary_id', 'is not', null)
    .orderBy('up_to', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : toCut(row);
}

/**
 * Remembers a cut, with its summary or without. The first summary of a cut stays.
 *
 * @returns the cut as it is stored now
 */
export async function addCut(
  db: Database,
  thread: string,
  upTo: number,
  summary: string | null,
): Promise<ThreadCut> {
  await db
    .insertInto('thread_cuts')
    .values({ thread, up_to: upTo, summary_id: summary, created_at: new Date().toISOString() })
    .onConflict((conflict) =>
      conflict
        .columns(['thread', 'up_to'])
        .doUpdateSet({ summary_id: summary })
        .where('thread_cuts.summary_id', 'is', null),
    )
    .execute();
  const row = await selectCuts(db, thread).where('up_to', '=', upTo).executeTakeFirstOrThrow();
  return toCut(row);
}

function selectCuts(db: Database, thread: string) {
  return db
    .selectFrom('thread_cuts')
    .leftJoin('messages', 'messages.id', 'thread_cuts.summary_id')
    .select(['up_to', 'messages.id', 'messages.content', 'messages.bytes'])
    .where('thread', '=', thread);
}

interface Row {
  up_to: number;
  id: string | null;
  content: string | null;
  bytes: number | null;
}

function toCut({ up_to, id, content, bytes }: Row): ThreadCut {
  const summary = id === null ? null : { message: id, content: content ?? '', bytes: bytes ?? 0 };
  return { upTo: up_to, summary };
}
