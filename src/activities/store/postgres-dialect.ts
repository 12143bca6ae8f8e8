import { PostgresAdapter, PostgresDialect, type PostgresPool } from 'kysely';
import { type ClientConfig, type CustomTypesConfig, Pool, type PoolClient, types } from 'pg';

/** Connections that one process opens at most. */
const poolSize = 10;

/** How long a statement may take: on a network that lost the other side it would wait for ever. */
const statementLimitMs = 60_000;

/** How long a statement waits for a free connection, or for one to be opened. */
const connectLimitMs = 10_000;

/** The driver gives 64-bit integers as strings. Ours stay below 2^53. */
const ownTypes: CustomTypesConfig = {
  getTypeParser: (id, format) =>
    id === types.builtins.INT8 ? Number : types.getTypeParser(id, format),
};

/** What every connection of ours to a Postgres has in common. */
export function postgresSettings(url: string): ClientConfig {
  return {
    connectionString: url,
    connectionTimeoutMillis: connectLimitMs,
    application_name: 'durable-agents',
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    query_timeout: statementLimitMs,
    types: ownTypes,
  };
}

/** Postgres, for workers on any number of machines. */
export function postgresDialect(url: string): PostgresDialect {
  const pool = new Pool({ ...postgresSettings(url), max: poolSize });
  pool.on('error', () => undefined); // an idle connection broke: the next statement opens another
  // One that is lent and breaks between two statements would otherwise end the process.
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return new PooledDialect({ pool: drained(pool) });
}

/**
 * A pool that ends when nobody waits for a connection any more: who waits while `pg` ends one gets
 * none, and learns of it only after the time limit for connecting.
 */
function drained(pool: Pool): PostgresPool {
  const connecting = new Set<Promise<PoolClient>>();
  return {
    connect() {
      const connected = pool.connect();
      connecting.add(connected);
      const forget = () => void connecting.delete(connected);
      connected.then(forget, forget);
      return connected;
    },
    async end() {
      await Promise.allSettled(connecting);
      await pool.end();
    },
  };
}

class PooledDialect extends PostgresDialect {
  override createAdapter(): PostgresAdapter {
    return new PooledAdapter();
  }
}

/**
 * Kysely's lock for migrations is one of the session. Behind a pool that lends a connection for a
 * transaction (PgBouncer) it would be taken on one connection, freed on another, and so stay taken
 * for ever. `migrate` has a lock of its own.
 */
class PooledAdapter extends PostgresAdapter {
  override acquireMigrationLock(): Promise<void> {
    return Promise.resolve();
  }

  override releaseMigrationLock(): Promise<void> {
    return Promise.resolve();
  }
}
