import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Kysely } from 'kysely';
import { Failure, type FailureType, failure } from '../../core/failures.ts';
import type { ModelReply, StoredText } from '../../core/model-call.ts';
import { type AnsweredCall, completeCall } from './complete-call.ts';
import { failCall, findCompleted, type LedgerKey, type StartedCall, startCall } from './ledger.ts';
import {
  measureMessages,
  type NewMessage,
  putMessage,
  readMessages,
  type StoredMessage,
} from './messages.ts';
import { migrate } from './migrate.ts';
import { SqliteFileDialect } from './sqlite-dialect.ts';
import type { Database, Tables } from './tables.ts';
import { appendToThread, readThread } from './threads.ts';

/** Messages, threads and the ledger of model calls, in one database. */
export interface Store {
  messages: {
    put(message: NewMessage): Promise<boolean>;
    read(ids: readonly string[]): Promise<StoredText[]>;
    measure(ids: readonly string[]): Promise<number>;
  };
  threads: {
    append(thread: string, messages: readonly string[]): Promise<void>;
    read(thread: string): Promise<StoredMessage[]>;
  };
  ledger: {
    findCompleted(key: LedgerKey): Promise<ModelReply | undefined>;
    start(call: StartedCall): Promise<void>;
    complete(call: AnsweredCall): Promise<ModelReply>;
    fail(key: LedgerKey, type: FailureType): Promise<number>;
  };
  close(): Promise<void>;
}

/**
 * Opens a store and brings its schema up to date. Several processes may do it at once.
 *
 * @param url a path of a SQLite file, or the same as `file:…`; `:memory:` for a store of one's own.
 *   Missing folders are made.
 * @throws `Input.Invalid` for any other kind of database
 */
export async function openStore(url: string): Promise<Store> {
  const path = sqlitePath(url);
  if (path !== ':memory:') await mkdir(dirname(path), { recursive: true });
  const db = new Kysely<Tables>({ dialect: new SqliteFileDialect(path) });
  await migrate(db);
  return asStore(db);
}

function asStore(db: Database): Store {
  return {
    messages: {
      put: (message) => putMessage(db, message),
      read: (ids) => readMessages(db, ids),
      measure: (ids) => measureMessages(db, ids),
    },
    threads: {
      append: (thread, messages) => appendToThread(db, thread, messages),
      read: (thread) => readThread(db, thread),
    },
    ledger: {
      findCompleted: (key) => findCompleted(db, key),
      start: (call) => startCall(db, call),
      complete: (call) => completeCall(db, call),
      fail: (key, type) => failCall(db, key, type),
    },
    close: () => db.destroy(),
  };
}

/**
 * The file that a database address means, `:memory:` for none.
 *
 * @throws `Input.Invalid` for any other kind of database
 */
export function sqlitePath(url: string): string {
  if (url.startsWith('file://')) return fileURLToPath(url);
  if (url.startsWith('file:')) return url.slice('file:'.length);
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(url)?.[1]?.toLowerCase();
  if (scheme === undefined && url !== '') return url;
  const what = scheme?.startsWith('postgres')
    ? 'Postgres is not available in this version'
    : `there is no database of the kind '${scheme ?? ''}'`;
  throw failure(
    Failure.inputInvalid,
    `${what}: give a SQLite file, as a path or as file:…, in DATABASE_URL`,
  );
}
