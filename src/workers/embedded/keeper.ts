import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type KeeperLock, tryLock } from './keeper-lock.ts';
import { openLeases } from './leases.ts';
import { endGroup, servesDatabase } from './processes.ts';
import { type RunFile, readRunFile, removeRunFile, writeRunFile } from './run-file.ts';
import { keepServing } from './serving.ts';
import { type StateDir, openStateDir, trimLog } from './state-dir.ts';

/** Longer than a keeper takes to stop its server. */
const lockPatienceMs = 6_000;

/**
 * Owns the one dev server of a state folder from its start to its end: runs it, takes leases, and
 * stops it when nobody has held one for a while. Returns at once when another keeper does that.
 */
export async function runKeeper(stateDir: string, binary: string): Promise<void> {
  const state = openStateDir(stateDir);
  const lock = await takeLock(state);
  if (!lock) return;
  trimLog(state);
  try {
    await serveLeases(state, binary);
  } finally {
    lock.release();
  }
}

/** A keeper that holds the lock without a run file is stopping, and this one comes after it. */
async function takeLock(state: StateDir): Promise<KeeperLock | undefined> {
  for (const limit = Date.now() + lockPatienceMs; Date.now() < limit; await sleep(50)) {
    const lock = tryLock(state.lock);
    if (lock) return lock;
    if (existsSync(state.runFile)) return undefined;
  }
  return undefined;
}

async function serveLeases(state: StateDir, binary: string): Promise<void> {
  const orphan = readRunFile(state)?.serverPid ?? null;
  const token = randomBytes(24).toString('hex');
  const stop = new AbortController();
  const leases = await openLeases(token, () => stop.abort());
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());
  const base = { keeperPid: process.pid, keeperPort: leases.port, token, ...nothingServed() };
  const record = (run: Partial<RunFile>): void => writeRunFile(state, { ...base, ...run });
  record({ serverPid: orphan });
  const close = (): void => {
    removeRunFile(state, token);
    leases.close();
  };
  stop.signal.addEventListener('abort', close);
  try {
    if (orphan !== null) await endOrphan(orphan, state);
    await keepServing({ state, binary, leases, record, stop: stop.signal });
  } finally {
    close();
  }
}

function nothingServed(): Pick<RunFile, 'serverPid' | 'address' | 'uiPort' | 'startedAt'> {
  return { serverPid: null, address: null, uiPort: null, startedAt: new Date().toISOString() };
}

/** The server of a keeper that was killed, and whose watchdog was too, still has the database. */
async function endOrphan(pid: number, { database }: StateDir): Promise<void> {
  const isGone = async (): Promise<boolean> => !(await servesDatabase(pid, database));
  if (!(await isGone())) await endGroup(pid, isGone);
}
