import { type RawBuilder, sql } from 'kysely';
import { channels } from './changes.ts';
import { databaseNow, isPostgres } from './clock.ts';
import type { Database } from './tables.ts';
import { inTransaction } from './transaction.ts';

/** Calls that are to be stopped: those of a workflow's run that are in the scopes. */
export interface StopRequest {
  /** Run id of the workflow that makes the calls: a run that was reset has another. */
  run: string;
  /** @see isWithin */
  scopes: readonly string[];
}

/** How long a request is kept: a call that comes to a worker later is stopped by Temporal itself. */
const keptMs = 3_600_000;

/** Rows of one statement: well below the variables a database allows. */
const rowsAtOnce = 500;

/**
 * Whether a call is in a scope.
 *
 * @param path of the call: first-execution run id and step path, `EXECUTION/1-Team/Ann`
 * @param scope such a path, or the beginning of one that ends where a step's name ends; the
 *   execution alone means all of its calls
 */
export function isWithin(path: string, scope: string): boolean {
  return path === scope || path.startsWith(`${scope}/`);
}

/** The same in a statement: whether a call of a run is in a scope that was stopped. */
export function isStopped(run: string, path: string): RawBuilder<boolean> {
  const own = sql`cast(${path} as text)`;
  return sql<boolean>`exists (
    select 1 from stop_requests where run_id = ${run}
    and (scope = ${own} or substr(${own}, 1, length(scope) + 1) = scope || '/')
  )`;
}

/** Asks in all processes that calls be stopped; those that begin later are meant as well. */
export function requestStops(db: Database, { run, scopes }: StopRequest): Promise<void> {
  return inTransaction(db, async (transaction) => {
    const now = databaseNow(transaction);
    await transaction
      .deleteFrom('stop_requests')
      .where('requested_at', '<', sql<number>`${now} - ${keptMs}`)
      .execute();
    const rows = scopes.map((scope) => ({ run_id: run, scope, requested_at: now }));
    for (let start = 0; start < rows.length; start += rowsAtOnce) {
      const some = rows.slice(start, start + rowsAtOnce);
      await transaction.insertInto('stop_requests').values(some).execute();
    }
    if (!isPostgres(transaction)) return; // others see the write itself
    await sql`select pg_notify(${channels.stops}, ${run})`.execute(transaction);
  });
}

/** What was asked for of these runs. */
export async function readStops(
  db: Database,
  runs: readonly string[],
): Promise<{ run: string; scope: string }[]> {
  const found: { run: string; scope: string }[] = [];
  for (let start = 0; start < runs.length; start += rowsAtOnce) {
    const rows = await db
      .selectFrom('stop_requests')
      .select(['run_id as run', 'scope'])
      .distinct()
      .where('run_id', 'in', runs.slice(start, start + rowsAtOnce))
      .execute();
    found.push(...rows);
  }
  return found;
}
