import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/** How long a server may take to close its database before it is killed. It needs about a second. */
const patienceMs = 2_500;

/** Whether a process is a dev server on this database: its number alone may be reused by now. */
export async function servesDatabase(pid: number, database: string): Promise<boolean> {
  const command = await commandLine(pid);
  return command.includes('start-dev') && command.includes(`--db-filename=${database} `);
}

/** Ends a process group, politely and then not, and waits until `isGone`. */
export async function endGroup(pid: number, isGone: () => Promise<boolean>): Promise<void> {
  signalGroup(pid, 'SIGTERM');
  const limit = Date.now() + patienceMs;
  while (Date.now() < limit) {
    if (await isGone()) return;
    await sleep(25);
  }
  signalGroup(pid, 'SIGKILL');
  while (!(await isGone())) await sleep(25);
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // it is gone, which is what was wanted
  }
}

/** Empty when there is no such process or it is a zombie. `ps` is missing in slim containers. */
async function commandLine(pid: number): Promise<string> {
  try {
    if (process.platform !== 'linux') return await askPs(pid);
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

async function askPs(pid: number): Promise<string> {
  const { stdout } = await promisify(execFile)('/bin/ps', [
    '-ww',
    '-o',
    'args=',
    '-p',
    String(pid),
  ]);
  return stdout;
}
