import type { Kysely } from 'kysely';

/** What happens in runs, and what models are saying. */
export async function createEvents(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('events')
    .addColumn('run', 'text', (column) => column.notNull())
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('path', 'text', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('call', 'text')
    .addColumn('data', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('events_key', ['run', 'seq'])
    .addUniqueConstraint('events_once', ['run', 'key'])
    .execute();
  await db.schema
    .createTable('live_texts')
    .addColumn('turn', 'text', (column) => column.notNull())
    .addColumn('start', 'integer', (column) => column.notNull())
    .addColumn('stop', 'integer', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('call', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('live_texts_key', ['turn', 'start'])
    .execute();
  await db.schema.createIndex('live_texts_call').on('live_texts').column('call').execute();
}
