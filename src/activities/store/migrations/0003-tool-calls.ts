import type { Kysely } from 'kysely';

/** What a turn that asks for tools needs to be continued. */
export async function addToolCalls(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('messages').addColumn('turn', 'text').execute();
  await db.schema.alterTable('model_calls').addColumn('input', 'text').execute();
}
