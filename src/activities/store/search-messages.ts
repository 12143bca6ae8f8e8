import { type RawBuilder, sql } from 'kysely';
import { isPostgres } from './clock.ts';
import type { Database } from './tables.ts';
import { type Message, selectMessages, toMessage } from './thread-messages.ts';

/** What is looked for; everything that is given has to hold. */
export interface Search {
  thread?: string | undefined;
  author?: string | undefined;
  /** ISO 8601 in UTC, with milliseconds: from then on, and before then. */
  since?: string | undefined;
  until?: string | undefined;
  /** A part of the content. Upper and lower case of A to Z are the same. */
  text?: string | undefined;
  limit: number;
  /** Only what comes after this place. */
  after?: MessagePosition | undefined;
}

/** Where a message stands in what is found. */
export type MessagePosition = Pick<Message, 'createdAt' | 'thread' | 'sequence'>;

/** Finds messages in all threads, in the order of their time. */
export async function searchMessages(db: Database, search: Search): Promise<Message[]> {
  const { thread, author, since, until, text, limit, after } = search;
  let query = selectMessages(db);
  if (thread !== undefined) query = query.where('thread', '=', thread);
  if (author !== undefined) query = query.where('author', '=', author);
  if (since !== undefined) query = query.where('created_at', '>=', since);
  if (until !== undefined) query = query.where('created_at', '<', until);
  if (text !== undefined) query = query.where(contains(db, text));
  if (after !== undefined) query = query.where(isAfter(after));
  const rows = await query
    .orderBy('created_at')
    .orderBy('thread')
    .orderBy('sequence')
    .limit(limit)
    .execute();
  return rows.map(toMessage);
}

/** The same on both databases, which agree on A to Z only, and without the wildcards of `like`. */
function contains(db: Database, text: string): RawBuilder<boolean> {
  const wanted = text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
  return isPostgres(db)
    ? sql<boolean>`strpos(lower(content collate "C"), ${wanted}) > 0`
    : sql<boolean>`instr(lower(content), ${wanted}) > 0`;
}

function isAfter({ createdAt, thread, sequence }: MessagePosition): RawBuilder<boolean> {
  return sql<boolean>`(created_at, thread, sequence) > (${createdAt}, ${thread}, ${sequence})`;
}
