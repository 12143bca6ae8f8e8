import { type Migration, Migrator, sql } from 'kysely';
import { isPostgres } from './clock.ts';
import { createMessages } from './migrations/0001-messages.ts';
import { createModelCalls } from './migrations/0002-model-calls.ts';
import { addToolCalls } from './migrations/0003-tool-calls.ts';
import { createThreads } from './migrations/0004-threads.ts';
import { createLocks } from './migrations/0005-locks.ts';
import { createStops } from './migrations/0006-stops.ts';
import { createAbilities } from './migrations/0007-abilities.ts';
import { createEvents } from './migrations/0008-events.ts';
import { addThreadOwners } from './migrations/0009-thread-owners.ts';
import { addThreadClaims } from './migrations/0010-thread-claims.ts';
import { createLists } from './migrations/0011-lists.ts';
import type { Database } from './tables.ts';

/** Every change of the schema, in order. One that is released is never edited: add another. */
export const migrations: Record<string, Migration> = {
  '0001-messages': { up: createMessages },
  '0002-model-calls': { up: createModelCalls },
  '0003-tool-calls': { up: addToolCalls },
  '0004-threads': { up: createThreads },
  '0005-locks': { up: createLocks },
  '0006-stops': { up: createStops },
  '0007-abilities': { up: createAbilities },
  '0008-events': { up: createEvents },
  '0009-thread-owners': { up: addThreadOwners },
  '0010-thread-claims': { up: addThreadClaims },
  '0011-lists': { up: createLists },
};

/** The one that Kysely takes, so that workers of versions that left it to Kysely are waited for too. */
const migrationLock = 3853314791062309107n;

/** Brings the schema up to date; several processes may do it at once. */
export async function migrate(db: Database): Promise<void> {
  if (!isPostgres(db)) return await migrateAlone(db);
  // The lock goes with the transaction, and so it holds on whatever connection a pool lends for it.
  await db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${sql.lit(migrationLock)})`.execute(transaction);
    await migrateAlone(db);
  });
}

async function migrateAlone(db: Database): Promise<void> {
  const provider = { getMigrations: () => Promise.resolve(migrations) };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (error !== undefined) throw error;
}
