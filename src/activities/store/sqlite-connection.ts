import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import Sqlite from 'libsql';
import { retryUntil } from '../../core/retry-until.ts';

/** How long a statement waits for other processes in all, and how often it looks. */
const busy = { limitMs: 30_000, firstPauseMs: 3, longestPauseMs: 3 } as const;

/**
 * How long SQLite itself waits, which blocks the event loop: short, because the writer it waits for
 * may be another connection of this very process.
 */
const busyBlockMs = 5;

/** Prepared statements that are kept: to prepare one costs more than to run it. */
const statementLimit = 200;

type Statement = Sqlite.Statement<[unknown[]]>;

/** One connection to a file. Statements that find it locked are tried again without blocking. */
export class SqliteConnection implements DatabaseConnection {
  readonly #database: Sqlite.Database;
  readonly #statements = new Map<string, Statement>();

  constructor(path: string) {
    this.#database = new Sqlite(path);
  }

  async configure(): Promise<void> {
    this.#database.pragma(`busy_timeout = ${busyBlockMs}`);
    await this.run('pragma journal_mode = wal');
    await this.run('pragma synchronous = normal');
    await this.run('pragma foreign_keys = on');
  }

  async run(sql: string): Promise<void> {
    await whenFree(() => this.#execute(sql, []));
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    return (await whenFree(() => this.#execute(sql, parameters))) as QueryResult<R>;
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('this driver does not stream');
  }

  close(): void {
    this.#database.close();
  }

  #execute(sql: string, parameters: readonly unknown[]): QueryResult<unknown> {
    const statement = this.#prepare(sql);
    const bound = parameters.map(bindable);
    if (statement.reader) return { rows: statement.all(bound) };
    return { rows: [], numAffectedRows: BigInt(statement.run(bound).changes) };
  }

  #prepare(sql: string): Statement {
    const kept = this.#statements.get(sql);
    if (kept !== undefined) return kept;
    if (this.#statements.size >= statementLimit) this.#statements.clear();
    const statement = this.#database.prepare<[unknown[]]>(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

/** The driver aborts the whole process on a boolean. */
function bindable(parameter: unknown): unknown {
  return typeof parameter === 'boolean' ? Number(parameter) : parameter;
}

async function whenFree<T>(execute: () => T): Promise<T> {
  try {
    return execute();
  } catch (error) {
    if (!isBusy(error)) throw error;
  }
  return await retryUntil(async () => execute(), { canPass: isBusy, ...busy });
}

function isBusy(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && code.startsWith('SQLITE_BUSY');
}
