import type { Compilable, CompiledQuery, QueryResult } from 'kysely';
import type { Database } from './tables.ts';

/** Stands in a compiled statement where a value goes. */
class Slot {
  readonly name: string | symbol;

  constructor(name: string | symbol) {
    this.name = name;
  }
}

/**
 * A statement that is put together once for a database, and then only given its values: to put it
 * together takes longer than to run it.
 *
 * @param build gets the values by their names; each is to be used as it is, as a parameter
 */
export function prepared<V extends object, R>(
  build: (db: Database, values: V) => Compilable<R>,
): (db: Database, values: V) => Promise<QueryResult<R>> {
  const slots = new Proxy({} as V, { get: (_, name) => new Slot(name) });
  const compiled = new WeakMap<object, CompiledQuery<R>>();
  return async (db, values) => {
    const { adapter } = db.getExecutor(); // the same in every transaction of a database
    const statement = compiled.get(adapter) ?? build(db, slots).compile();
    compiled.set(adapter, statement);
    const parameters = statement.parameters.map((each) =>
      each instanceof Slot ? values[each.name as keyof V] : each,
    );
    return await db.executeQuery({ ...statement, parameters });
  };
}
