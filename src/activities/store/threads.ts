import { sql } from 'kysely';
import type { StoredMessage } from './messages.ts';
import type { Database } from './tables.ts';

/**
 * Appends stored messages to a thread, in order. Messages that it holds already stay where they
 * are. Numbers are given by the database in one statement, so that writers can not overwrite each
 * other; together they appear or not at all.
 */
export async function appendToThread(
  db: Database,
  thread: string,
  messages: readonly string[],
): Promise<void> {
  if (db.isTransaction) return appendAll(db, thread, messages);
  await db.transaction().execute((transaction) => appendAll(transaction, thread, messages));
}

async function appendAll(db: Database, thread: string, messages: readonly string[]): Promise<void> {
  for (const message of messages) {
    await db
      .insertInto('thread_messages')
      .columns(['thread', 'sequence', 'message_id'])
      .expression((query) =>
        query
          .selectFrom('thread_messages')
          .select([
            sql<string>`cast(${thread} as text)`.as('thread'),
            sql<number>`coalesce(max(sequence), 0) + 1`.as('sequence'),
            sql<string>`cast(${message} as text)`.as('message_id'),
          ])
          .where('thread', '=', thread),
      )
      .onConflict((conflict) => conflict.columns(['thread', 'message_id']).doNothing())
      .execute();
  }
}

/** All messages of a thread, in order; none if there is no such thread. */
export function readThread(db: Database, thread: string): Promise<StoredMessage[]> {
  return db
    .selectFrom('thread_messages')
    .innerJoin('messages', 'messages.id', 'thread_messages.message_id')
    .select(['messages.id', 'messages.role', 'messages.content'])
    .where('thread_messages.thread', '=', thread)
    .where('messages.role', '<>', 'tool')
    .orderBy('thread_messages.sequence')
    .$narrowType<{ role: StoredMessage['role'] }>()
    .execute();
}
