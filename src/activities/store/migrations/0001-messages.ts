import type { Kysely } from 'kysely';

/** Texts, and the threads that hold them. */
export async function createMessages(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('messages')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('author', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .addColumn('bytes', 'integer', (column) => column.notNull())
    .addColumn('run', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('messages_run').on('messages').column('run').execute();
  await db.schema
    .createTable('thread_messages')
    .addColumn('thread', 'text', (column) => column.notNull())
    .addColumn('sequence', 'integer', (column) => column.notNull())
    .addColumn('message_id', 'text', (column) => column.notNull().references('messages.id'))
    .addPrimaryKeyConstraint('thread_messages_order', ['thread', 'sequence'])
    .addUniqueConstraint('thread_messages_once', ['thread', 'message_id'])
    .execute();
}
