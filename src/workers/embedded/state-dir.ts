import { closeSync, mkdirSync, openSync, realpathSync, statSync, truncateSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

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

/** Makes the folder if need be. Two spellings of one folder give the same paths. */
export function openStateDir(path: string): StateDir {
  mkdirSync(path, { recursive: true });
  const folder = realpathSync(path);
  return {
    folder,
    database: join(folder, databaseName),
    lock: join(folder, 'keeper.lock.db'),
    runFile: join(folder, runFileName),
    ports: join(folder, 'ports.json'),
    log: join(folder, 'server.log'),
  };
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
