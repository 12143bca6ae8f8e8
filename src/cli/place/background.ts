import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure, failure } from '../../core/failures.ts';
import type { AgentsClient } from '../../client/runs/agents-client.ts';
import { pollersOf } from '../../client/runs/pollers.ts';
import { withStateFolder } from '../../workers/embedded/state-problem.ts';
import type { LocalPlan } from '../../workers/local-plan.ts';
import type { ServingOptions, StateOptions } from '../command.ts';
import { isAlive } from './served-elsewhere.ts';

/** A `dev` that was started for detached runs and outlives the command. */
export interface Background {
  pid: number;
  /** Its log file. */
  log: string;
}

/**
 * Makes sure that a background `dev` serves what this client would: the one started earlier, or a
 * new one.
 *
 * @throws `Worker.Unconfigured` when it does not come up
 */
export async function serveInBackground(
  client: AgentsClient,
  { stateDir, suffix }: LocalPlan,
  options: ServingOptions & StateOptions,
): Promise<Background> {
  const log = join(stateDir, `background${suffix}.log`);
  const pidFile = join(stateDir, `background${suffix}.pid`);
  const earlier = readPid(pidFile);
  if (earlier !== undefined && (await polls(client, earlier))) return { pid: earlier, log };
  await withStateFolder(stateDir, () => mkdirSync(stateDir, { recursive: true, mode: 0o700 }));
  const pid = await startDev(options, log, (started) => {
    writeFileSync(pidFile, `${started}\n`, { mode: 0o600 }); // whoever started it may be killed by now
  });
  return { pid, log };
}

function readPid(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return isAlive(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the process serves our queue; another program may have got its number. */
async function polls({ parts }: AgentsClient, pid: number): Promise<boolean> {
  const identities = await pollersOf(parts.temporal, { queue: parts.queue, kind: 'workflows' });
  return identities.some((identity) => identity.startsWith(`${pid}@`));
}

async function startDev(
  options: ServingOptions & StateOptions,
  log: string,
  started: (pid: number) => void,
): Promise<number> {
  const main = fileURLToPath(new URL(`../main${extname(import.meta.url)}`, import.meta.url));
  const file = openSync(log, 'a', 0o600);
  const child = spawn(process.execPath, [...process.execArgv, main, 'dev', ...flagsOf(options)], {
    detached: true,
    stdio: ['ignore', file, file, 'ipc'],
  });
  const { pid } = child;
  if (pid !== undefined) started(pid);
  if (pid === undefined || !(await isReady(child))) {
    const message = `the background process did not come up; its log is ${log}`;
    throw failure(Failure.workerUnconfigured, message);
  }
  if (child.connected) child.disconnect();
  child.unref();
  return pid;
}

async function isReady(child: ChildProcess): Promise<boolean> {
  const gone = once(child, 'exit').then(() => false);
  return await Promise.race([once(child, 'message').then(() => true), gone]);
}

function flagsOf(options: ServingOptions & StateOptions): string[] {
  const { config, trust, register, state } = options;
  const given = Object.entries({ config, register, state });
  const flags = given.flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]));
  return trust ? [...flags, '--trust'] : flags;
}
