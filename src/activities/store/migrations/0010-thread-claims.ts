import type { Kysely } from 'kysely';

/** Which starts have claimed a thread that nobody has written into; nothing: its owner stays. */
export async function addThreadClaims(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('threads').addColumn('claims', 'text').execute();
}
