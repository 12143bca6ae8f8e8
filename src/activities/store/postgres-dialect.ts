import { PostgresDialect } from 'kysely';
import pg from 'pg';

/** Connections that one process opens at most. */
const poolSize = 10;

/** How long a statement waits for a free connection, or for one to be opened. */
const connectLimitMs = 10_000;

/** Postgres's type of 64-bit integers, which its driver gives as strings. Ours stay below 2^53. */
const int8 = 20;

const types: pg.CustomTypesConfig = {
  getTypeParser: (id: number, format?: 'text' | 'binary') =>
    id === int8 ? Number : (pg.types.getTypeParser(id, format as 'text') as unknown),
} as pg.CustomTypesConfig;

/** What every connection of ours to a Postgres has in common. */
export function postgresSettings(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    connectionTimeoutMillis: connectLimitMs,
    application_name: 'durable-agents',
    keepAlive: true,
    types,
  };
}

/** Postgres, for workers on any number of machines. */
export function postgresDialect(url: string): PostgresDialect {
  const pool = new pg.Pool({ ...postgresSettings(url), max: poolSize });
  pool.on('error', () => undefined); // an idle connection broke: the next statement opens another
  // One that is lent and breaks between two statements would otherwise end the process.
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return new PostgresDialect({ pool });
}
