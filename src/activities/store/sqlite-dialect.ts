import {
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { letOthersRun } from '../event-loop.ts';
import { SqliteConnection } from './sqlite-connection.ts';

/** SQLite through the `libsql` driver, for several processes on one file. */
export class SqliteFileDialect implements Dialect {
  readonly #path: string;

  /** @param path a file, or `:memory:` */
  constructor(path: string) {
    this.#path = path;
  }

  createDriver() {
    return new SqliteFileDriver(this.#path);
  }

  createQueryCompiler() {
    return new SqliteQueryCompiler();
  }

  createAdapter() {
    return new SqliteFileAdapter();
  }

  createIntrospector(db: Kysely<unknown>) {
    return new SqliteIntrospector(db);
  }
}

/**
 * SQLite rolls schema changes back; saying so has the migrator run in one transaction, which is
 * immediate here and therefore the lock between processes that start at once.
 */
class SqliteFileAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl() {
    return true;
  }
}

/** One connection, lent to one borrower after the other in the order they asked. */
class SqliteFileDriver implements Driver {
  readonly #path: string;
  #connection: SqliteConnection | undefined;
  readonly #waiting: (() => void)[] = [];
  #lent = false;

  constructor(path: string) {
    this.#path = path;
  }

  async init() {
    this.#connection = new SqliteConnection(this.#path);
    await this.#connection.configure();
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    if (this.#lent) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#lent = true;
    await letOthersRun();
    if (this.#connection !== undefined) return this.#connection;
    await this.releaseConnection(); // nobody does it for who got none, and others wait
    throw new Error('the store is closed');
  }

  /** Immediate: a deferred transaction that reads and then writes loses against any other writer. */
  async beginTransaction(connection: DatabaseConnection) {
    await (connection as SqliteConnection).run('begin immediate');
  }

  async commitTransaction(connection: DatabaseConnection) {
    await (connection as SqliteConnection).run('commit');
  }

  async rollbackTransaction(connection: DatabaseConnection) {
    await (connection as SqliteConnection).run('rollback');
  }

  async releaseConnection() {
    const next = this.#waiting.shift();
    if (next === undefined) this.#lent = false;
    else next();
  }

  async destroy() {
    this.#connection?.close();
    this.#connection = undefined;
  }
}
