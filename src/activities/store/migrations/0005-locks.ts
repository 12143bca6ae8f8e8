import type { Kysely } from 'kysely';

/**
 * Locks and their lines. The row of a lock stays for ever, because its fencing number only grows.
 * Times are milliseconds by the database's clock.
 */
export async function createLocks(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('locks')
    .addColumn('namespace', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('fencing', 'bigint', (column) => column.notNull())
    .addColumn('next_ticket', 'bigint', (column) => column.notNull())
    .addColumn('request_id', 'text')
    .addColumn('token', 'text')
    .addColumn('ticket', 'bigint', (column) => column.notNull())
    .addColumn('holder', 'text')
    .addColumn('acquired_at', 'bigint')
    .addColumn('expires_at', 'bigint')
    .addPrimaryKeyConstraint('locks_name', ['namespace', 'key'])
    .execute();
  await db.schema
    .createTable('lock_waiters')
    .addColumn('namespace', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('request_id', 'text', (column) => column.notNull())
    .addColumn('token', 'text', (column) => column.notNull().unique())
    .addColumn('ticket', 'bigint', (column) => column.notNull())
    .addColumn('holder', 'text', (column) => column.notNull())
    .addColumn('since', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('lock_waiters_once', ['namespace', 'key', 'request_id'])
    .execute();
}
