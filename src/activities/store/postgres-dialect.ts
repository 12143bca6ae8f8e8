import { PostgresDialect } from 'kysely';
import { type ClientConfig, type CustomTypesConfig, Pool, types } from 'pg';

/** Connections that one process opens at most. */
const poolSize = 10;

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
    types: ownTypes,
  };
}

/** Postgres, for workers on any number of machines. */
export function postgresDialect(url: string): PostgresDialect {
  const pool = new Pool({ ...postgresSettings(url), max: poolSize });
  pool.on('error', () => undefined); // an idle connection broke: the next statement opens another
  // One that is lent and breaks between two statements would otherwise end the process.
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return new PostgresDialect({ pool });
}
