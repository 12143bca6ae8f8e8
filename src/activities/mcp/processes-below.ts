import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Ids of the processes that a process has started, and those that they have; none where they cannot
 * be listed. A server may have been started by a shell, or by `npx`, which does not end it.
 */
export async function processesBelow(pid: number): Promise<number[]> {
  const listed = await run('ps', ['-A', '-o', 'pid=,ppid=']).catch(() => ({ stdout: '' }));
  const pairs = listed.stdout.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  const found: number[] = [];
  for (let parents = [pid]; parents.length > 0;) {
    parents = pairs.flatMap(([id = 0, parent = 0]) => (parents.includes(parent) ? [id] : []));
    found.push(...parents);
  }
  return found;
}

/** Ends those that are still there. */
export function endProcesses(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // it has ended
    }
  }
}
