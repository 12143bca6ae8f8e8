/** What the tests of the embedded server start, watch and kill: other commands on this machine. */
import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { RunFile } from '../../src/workers/embedded/run-file.ts';

export interface Held {
  child: ChildProcess;
  address: string;
  uiUrl: string;
  /** What its lease has logged so far. */
  logged: string[];
}

/** Starts a command that holds a lease. Its arguments do not name the state folder. */
export function startHolder(env: NodeJS.ProcessEnv): { child: ChildProcess; held: Promise<Held> } {
  const script = fileURLToPath(new URL('./lease-holder.mjs', import.meta.url));
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const logged: string[] = [];
  const held = new Promise<Held>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`it ended without a lease: ${logged.join()}`)));
    createInterface({ input: child.stdout }).on('line', (text) => {
      const line = JSON.parse(text) as Held & { log?: string };
      if (line.log === undefined) resolve({ ...line, child, logged });
      else logged.push(line.log);
    });
  });
  held.catch(() => {});
  return { child, held };
}

/** Lets a command give its lease back and end. */
export async function release({ child }: Held): Promise<void> {
  child.stdin?.end();
  await once(child, 'exit');
}

export function runFileOf(stateDir: string): RunFile {
  return JSON.parse(readFileSync(join(stateDir, 'server.json'), 'utf8')) as RunFile;
}

type Role = 'keeper' | 'server' | 'watchdog';

/** What runs in the background for a state folder. */
export function processesOf(stateDir: string): { pid: number; role: Role }[] {
  const lines = execFileSync('ps', ['-axww', '-o', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  const starts = lines.flatMap((line, at) => (/^ *\d+ /.test(line) ? [at] : []));
  const processes = starts.map((at, which) => lines.slice(at, starts[which + 1]).join(' '));
  const ours = processes.filter((line) => line.includes(stateDir));
  return ours.map((line) => ({ pid: Number.parseInt(line, 10), role: roleOf(line) }));
}

function roleOf(commandLine: string): Role {
  if (commandLine.includes('keeper-main')) return 'keeper';
  return commandLine.includes('watchdog') ? 'watchdog' : 'server';
}

export function roles(stateDir: string): Role[] {
  return processesOf(stateDir)
    .map(({ role }) => role)
    .toSorted();
}

export function pidOf(role: Role, stateDir: string): number {
  const found = processesOf(stateDir).find((process) => process.role === role);
  if (!found) throw new Error(`no ${role} runs`);
  return found.pid;
}

/** kill -9. */
export function kill(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
  } catch {
    // it was gone already
  }
}

/** Waits for a claim to come true, no longer than the limit. */
export async function until(claim: () => boolean, limitMs: number): Promise<void> {
  const limit = Date.now() + limitMs;
  while (!claim() && Date.now() < limit) await sleep(50);
}

/** What still runs when nothing should any more, or the limit has passed. */
export async function leftAfter(stateDir: string, limitMs: number): Promise<Role[]> {
  await until(() => processesOf(stateDir).length === 0, limitMs);
  return roles(stateDir);
}
