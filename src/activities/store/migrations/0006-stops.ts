import type { Kysely } from 'kysely';

/** What of a run is to be stopped. */
export async function createStops(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('stop_requests')
    .addColumn('run_id', 'text', (column) => column.notNull())
    .addColumn('scope', 'text', (column) => column.notNull())
    .addColumn('requested_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('stop_requests_run').on('stop_requests').column('run_id').execute();
  await db.schema
    .createIndex('stop_requests_age')
    .on('stop_requests')
    .column('requested_at')
    .execute();
}
