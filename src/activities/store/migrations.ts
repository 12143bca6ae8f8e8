import { type Kysely, type Migration, Migrator } from 'kysely';
import type { Database } from './tables.ts';

/** Every change of the schema, in order. One that is released is never edited: add another. */
const migrations: Record<string, Migration> = {
  '0001-messages': { up: createMessages },
  '0002-model-calls': { up: createModelCalls },
};

/** Brings the schema up to date; several processes may do it at once. */
export async function migrate(db: Database): Promise<void> {
  const provider = { getMigrations: () => Promise.resolve(migrations) };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (error !== undefined) throw error;
}

async function createMessages(db: Kysely<unknown>): Promise<void> {
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

async function createModelCalls(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('model_calls')
    .addColumn('execution', 'text', (column) => column.notNull())
    .addColumn('step', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('request_hash', 'text', (column) => column.notNull())
    .addColumn('run', 'text', (column) => column.notNull())
    .addColumn('workflow', 'text', (column) => column.notNull())
    .addColumn('user', 'text')
    .addColumn('agent', 'text', (column) => column.notNull())
    .addColumn('provider', 'text', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('failures', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('message_id', 'text', (column) => column.references('messages.id'))
    .addColumn('input_tokens', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('output_tokens', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('cached_tokens', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('cache_write_tokens', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('reasoning_tokens', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('cost', 'double precision')
    .addColumn('simulated', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('problem', 'text')
    .addColumn('duration_ms', 'integer')
    .addColumn('started_at', 'text', (column) => column.notNull())
    .addColumn('completed_at', 'text')
    .addColumn('error_type', 'text')
    .addPrimaryKeyConstraint('model_calls_key', ['execution', 'step', 'number', 'request_hash'])
    .execute();
  await db.schema.createIndex('model_calls_run').on('model_calls').column('run').execute();
}
