import {
  chmodSync,
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  realpathSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure, failure } from '../../core/failures.ts';

/** The files of one embedded server. All commands with the same state folder share it. */
export interface StateDir {
  folder: string;
  /** Temporal's SQLite database: every run, finished or not. */
  database: string;
  /** Held locked by the one keeper, for as long as it lives. */
  lock: string;
  /** How to reach the keeper; there only while one lives, or after it was killed. */
  runFile: string;
  /** The ports chosen first, so that Web UI links stay valid. */
  ports: string;
  /** What the keeper and the server print. */
  log: string;
}

/** In the folder: Temporal's database. */
export const databaseName = 'temporal.db';

/** In the folder: how to reach the keeper. */
export const runFileName = 'server.json';

const logLimitBytes = 5_000_000;

/**
 * Makes the folder if need be, and keeps it and its files from other users, whatever the umask is and
 * was. Two spellings of one folder give the same paths.
 *
 * @throws `Worker.Unconfigured` when it belongs to another user
 */
export function openStateDir(path: string): StateDir {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const folder = realpathSync(path);
  refuseOthers(folder);
  closeToOthers(folder);
  return {
    folder,
    database: join(folder, databaseName),
    lock: join(folder, 'keeper.lock.db'),
    runFile: join(folder, runFileName),
    ports: join(folder, 'ports.json'),
    log: join(folder, 'server.log'),
  };
}

/** Whoever owns the folder decides what its server does: ours must not be somebody else's. */
function refuseOthers(folder: string): void {
  const own = process.getuid?.() ?? 0;
  const { uid } = statSync(folder);
  if (own === 0 || uid === own) return;
  const message = `the state folder ${folder} belongs to another user (${uid}): use one of your own, by --state or DURABLE_AGENTS_STATE`;
  throw failure(Failure.workerUnconfigured, message);
}

const othersMode = 0o077;

/** What earlier versions have left open is closed; what cannot be, the folder still closes. */
function closeToOthers(folder: string): void {
  closePath(folder);
  for (const name of readdirSync(folder)) closePath(join(folder, name));
}

function closePath(path: string): void {
  try {
    const entry = lstatSync(path);
    const isOurs = entry.isFile() || entry.isDirectory();
    if (isOurs && (entry.mode & othersMode) !== 0) chmodSync(path, entry.mode & 0o700);
  } catch {
    // it has gone meanwhile, or its system has no such modes
  }
}

/** A descriptor that appends to the log; the caller closes it. */
export function openLog({ log }: StateDir): number {
  return openSync(log, 'a', 0o600);
}

/** Empties the log when it has grown over 5 MB. */
export function trimLog({ log }: StateDir): void {
  closeSync(openSync(log, 'a', 0o600));
  if (statSync(log).size > logLimitBytes) truncateSync(log);
}

/** The last lines of the log, for an error message. */
export async function logTail({ log }: StateDir, lines = 10): Promise<string> {
  const text = await readFile(log, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}
