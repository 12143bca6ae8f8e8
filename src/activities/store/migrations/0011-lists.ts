import type { Kysely } from 'kysely';

/** Lists that steps work on, and what came of each of their items. */
export async function createLists(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('lists')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('step', 'text', (column) => column.notNull())
    .addColumn('run', 'text', (column) => column.notNull())
    .addColumn('total', 'integer')
    .addColumn('created_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('lists_step').on('lists').columns(['step', 'created_at']).execute();
  await db.schema
    .createTable('list_items')
    .addColumn('list', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('input', 'text', (column) => column.notNull())
    .addColumn('bytes', 'integer', (column) => column.notNull())
    .addColumn('content', 'text')
    .addColumn('error', 'text')
    .addColumn('cost', 'double precision')
    .addPrimaryKeyConstraint('list_items_place', ['list', 'position'])
    .execute();
  await db.schema
    .createIndex('list_items_state')
    .on('list_items')
    .columns(['list', 'state', 'position'])
    .execute();
}
