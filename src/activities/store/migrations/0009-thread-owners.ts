import type { Kysely } from 'kysely';

/** Whose a thread is; nothing: it was not asked yet. */
export async function addThreadOwners(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('threads').addColumn('owner', 'text').execute();
}
