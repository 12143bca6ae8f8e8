import { Kysely } from 'kysely';
import { databaseAddress } from '../../../src/activities/store/database-url.ts';
import { postgresDialect } from '../../../src/activities/store/postgres-dialect.ts';
import { SqliteFileDialect } from '../../../src/activities/store/sqlite-dialect.ts';
import type { Tables } from '../../../src/activities/store/tables.ts';

/** The tables of a store, to be looked at from beside it. */
export function lookInto(url: string): Kysely<Tables> {
  const address = databaseAddress(url);
  const dialect =
    address.kind === 'postgres'
      ? postgresDialect(address.url)
      : new SqliteFileDialect(address.path);
  return new Kysely<Tables>({ dialect });
}

/** How many calls the ledger has the replies of. */
export async function countAllJournaled(db: Kysely<Tables>): Promise<number> {
  const rows = await db
    .selectFrom('model_calls')
    .select('number')
    .where('status', '=', 'completed')
    .execute();
  return rows.length;
}

/** How many calls of a run the ledger has the replies of. */
export async function countJournaled(db: Kysely<Tables>, run: string): Promise<number> {
  const rows = await db
    .selectFrom('model_calls')
    .select('number')
    .where('status', '=', 'completed')
    .where('run', '=', run)
    .execute();
  return rows.length;
}

/** The replies that are stored of a run. */
export async function repliesOf(db: Kysely<Tables>, run: string): Promise<string[]> {
  const rows = await db
    .selectFrom('model_calls')
    .innerJoin('messages', 'messages.id', 'model_calls.message_id')
    .select('messages.content')
    .where('model_calls.run', '=', run)
    .execute();
  return rows.map(({ content }) => content);
}
