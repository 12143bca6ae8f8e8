import { type Kysely, sql } from 'kysely';

/** Threads with their last number, where the part of a long one begins, and ways to search. */
export async function createThreads(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('threads')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('last_sequence', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .execute();
  await sql`
    insert into threads (id, last_sequence, created_at)
    select thread, max(sequence), min(created_at)
    from thread_messages join messages on messages.id = message_id
    group by thread`.execute(db);
  await db.schema
    .createTable('thread_cuts')
    .addColumn('thread', 'text', (column) => column.notNull())
    .addColumn('up_to', 'integer', (column) => column.notNull())
    .addColumn('summary_id', 'text', (column) => column.references('messages.id'))
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('thread_cuts_place', ['thread', 'up_to'])
    .execute();
  await createSearchIndexes(db);
}

async function createSearchIndexes(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .createIndex('thread_messages_message')
    .on('thread_messages')
    .column('message_id')
    .execute();
  await schema
    .createIndex('messages_author')
    .on('messages')
    .columns(['author', 'created_at'])
    .execute();
  await schema.createIndex('messages_created').on('messages').column('created_at').execute();
}
