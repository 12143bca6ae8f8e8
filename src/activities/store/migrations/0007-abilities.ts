import type { Kysely } from 'kysely';

/** What endpoints were found to take, and what is to be known of a reply that went on. */
export async function createAbilities(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('endpoint_abilities')
    .addColumn('api', 'text', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('ability', 'text', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('learnt_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('endpoint_abilities_key', ['api', 'address', 'model', 'ability'])
    .execute();
  await db.schema.alterTable('model_calls').addColumn('warnings', 'text').execute();
}
