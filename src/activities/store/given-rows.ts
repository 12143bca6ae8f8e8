import { sql } from 'kysely';
import { isPostgres } from './clock.ts';
import type { Database } from './tables.ts';

/**
 * The elements of a JSON array as rows of a statement: `given.value`, and `given.place`, which counts
 * them from 0.
 */
export function givenRows(db: Database, elements: string) {
  return isPostgres(db)
    ? sql`(select value, cast(place - 1 as integer) as place
        from jsonb_array_elements(${elements}::jsonb) with ordinality as element (value, place)) as given`
    : sql`(select value, key as place from json_each(${elements})) as given`;
}
