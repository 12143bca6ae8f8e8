import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Dialect, Kysely } from 'kysely';
import type { FailureType } from '../../core/failures.ts';
import type { CallKey, ModelReply, StoredText } from '../../core/model-call.ts';
import { EventLog } from '../events/event-log.ts';
import { Locks } from '../locks/locks.ts';
import { Stops } from '../stops/stops.ts';
import type { ProviderTurn } from '../providers/provider.ts';
import { type Changes, sqliteChanges } from './changes.ts';
import { type AbilityStore, abilityStore } from './abilities.ts';
import { type AnsweredCall, completeCall } from './complete-call.ts';
import { type DatabaseAddress, databaseAddress } from './database-url.ts';
import { type EventStore, eventStore } from './event-store.ts';
import { failCall, findCompleted, type LedgerKey } from './ledger.ts';
import {
  findMessage,
  measureMessages,
  type NewMessage,
  putMessage,
  readMessages,
} from './messages.ts';
import { type ListStore, listStore } from './lists.ts';
import { migrate } from './migrate.ts';
import { readRunCosts, readSimulated } from './run-costs.ts';
import {
  type LedgerRunTurn,
  type LedgerTurnTexts,
  readRunTurns,
  readTurnTexts,
} from './run-turns.ts';
import { type Start, type StartedCall, startCall } from './start-call.ts';
import type { Database, Tables } from './tables.ts';
import { type ThreadStore, threadStore } from './thread-store.ts';
import { unusable } from './unusable.ts';
import { findTurn, type LedgerTurn, readTurns } from './turns.ts';

/** Messages, threads, locks, the ledger of model calls, what is to be stopped and what endpoints can do. */
export interface Store {
  messages: {
    put(message: NewMessage): Promise<boolean>;
    find(id: string): Promise<string | undefined>;
    findTurn(id: string): Promise<ProviderTurn | null>;
    read(ids: readonly string[]): Promise<StoredText[]>;
    measure(ids: readonly string[]): Promise<number>;
  };
  threads: ThreadStore;
  ledger: {
    findCompleted(key: LedgerKey): Promise<ModelReply | undefined>;
    readTurns(before: CallKey): Promise<LedgerTurn[]>;
    start(call: StartedCall): Promise<Start>;
    complete(call: AnsweredCall): Promise<ModelReply>;
    fail(key: LedgerKey, type: FailureType): Promise<number>;
    /** All turns of a run, in the order in which they began. */
    turnsOf(run: string): Promise<LedgerRunTurn[]>;
    textsOf(key: LedgerKey): Promise<LedgerTurnTexts | undefined>;
    costsOf: (runs: readonly string[]) => Promise<Map<string, number | null>>;
    simulatedIn: (runs: readonly string[]) => Promise<Map<string, boolean>>;
  };
  abilities: AbilityStore;
  /** Lists that steps work on, and what came of their items. */
  lists: ListStore;
  /** What happens in runs, as followers are told. */
  events: EventStore;
  locks: Locks;
  stops: Stops;
  close(): Promise<void>;
}

/**
 * Opens a store and brings its schema up to date. Several processes may do it at once.
 *
 * @param url a path of a SQLite file, or the same as `file:…`; `:memory:` for a store of one's own;
 *   or `postgres://…`. Missing folders are made, a missing Postgres database is not.
 * @throws `Input.Invalid` for any other kind of database
 * @throws `Worker.Unconfigured` when it cannot be used: it is not there, no database, or a newer version's
 */
export async function openStore(url: string): Promise<Store> {
  const address = databaseAddress(url);
  const { dialect, changesOf } = await driverOf(address);
  const db = new Kysely<Tables>({ dialect });
  try {
    await migrate(db);
  } catch (error) {
    await db.destroy().catch(() => undefined);
    throw unusable(address, error);
  }
  return asStore(db, changesOf(db));
}

/** What a kind of database needs; only its own driver is loaded. */
interface Driver {
  dialect: Dialect;
  changesOf: (db: Database) => Changes;
}

async function driverOf(address: DatabaseAddress): Promise<Driver> {
  if (address.kind === 'postgres') {
    const [{ postgresDialect }, { postgresChanges }] = await Promise.all([
      import('./postgres-dialect.ts'),
      import('./postgres-changes.ts'),
    ]);
    const { url } = address;
    return { dialect: postgresDialect(url), changesOf: () => postgresChanges(url) };
  }
  const { path } = address;
  if (path !== ':memory:') await makeFile(path);
  const { SqliteFileDialect } = await import('./sqlite-dialect.ts');
  return { dialect: new SqliteFileDialect(path), changesOf: sqliteChanges };
}

/**
 * For its owner alone, whatever the umask; SQLite gives its other files the mode of the first. A file
 * that is there is not opened: to close it again would take the locks of every connection that this
 * process has to it, and the database would be damaged.
 *
 * @see https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_
 */
async function makeFile(path: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    // In one go: nobody in this process can have opened it meanwhile.
    if (!existsSync(path)) closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (existsSync(path)) return; // another process was faster
    throw unusable({ kind: 'sqlite', path }, error);
  }
}

function asStore(db: Database, changes: Changes): Store {
  const locks = new Locks(db, changes);
  const stops = new Stops(db, changes);
  const log = new EventLog(db);
  return {
    messages: {
      put: (message) => putMessage(db, message),
      find: (id) => findMessage(db, id),
      findTurn: (id) => findTurn(db, id),
      read: (ids) => readMessages(db, ids),
      measure: (ids) => measureMessages(db, ids),
    },
    threads: threadStore(db),
    ledger: {
      findCompleted: (key) => findCompleted(db, key),
      readTurns: (before) => readTurns(db, before),
      start: (call) => startCall(db, call),
      complete: (call) => completeCall(db, call, (run, rows) => log.giveBack(run, rows)),
      fail: (key, type) => failCall(db, key, type),
      costsOf: (runs) => readRunCosts(db, runs),
      turnsOf: (run) => readRunTurns(db, run),
      textsOf: (key) => readTurnTexts(db, key),
      simulatedIn: (runs) => readSimulated(db, runs),
    },
    abilities: abilityStore(db),
    lists: listStore(db),
    events: eventStore(db, log),
    locks,
    stops,
    async close() {
      stops.close();
      await locks.close();
      await log.close();
      await db.destroy();
    },
  };
}
