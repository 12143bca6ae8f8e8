import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aNumber, aString, type Formed, objectOf, orNull, readForm } from '../../core/form.ts';
import { databaseName, runFileName, type StateDir } from './state-dir.ts';

const runFileForm = objectOf({
  keeperPid: aNumber,
  /** Where the keeper takes leases, on 127.0.0.1. */
  keeperPort: aNumber,
  /** What a client shows the keeper, and what tells this keeper from whoever has its port next. */
  token: aString,
  /** Also the server's process group. */
  serverPid: orNull(aNumber),
  address: orNull(aString),
  uiPort: orNull(aNumber),
  startedAt: aString,
});

/** `server.json`: what a client needs to take a lease, and the next keeper to find an orphan. */
export type RunFile = Formed<typeof runFileForm>;

/** `undefined` when there is none, or it cannot be understood. May be stale: nothing is checked. */
export function readRunFile({ runFile }: Pick<StateDir, 'runFile'>): RunFile | undefined {
  try {
    const read = readForm(runFileForm, JSON.parse(readFileSync(runFile, 'utf8')));
    return read.ok ? read.value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a server has ever kept anything in a state folder. */
export function hasState(stateDir: string): boolean {
  return existsSync(join(stateDir, databaseName));
}

/** Whether the server of a state folder runs, as far as can be told without asking its keeper. */
export function isServerUp(stateDir: string): boolean {
  const run = readRunFile({ runFile: join(stateDir, runFileName) });
  if (run === undefined || run.address === null) return false;
  try {
    process.kill(run.keeperPid, 0); // throws when there is no such process
    return true;
  } catch {
    return false;
  }
}

/** Replaces the file in one step, readable by its owner only: it holds the token. */
export function writeRunFile({ runFile }: StateDir, content: RunFile): void {
  const draft = `${runFile}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, runFile);
}

/** Removes the file, unless another keeper has written it since. */
export function removeRunFile(state: StateDir, token: string): void {
  if (readRunFile(state)?.token === token) rmSync(state.runFile, { force: true });
}
