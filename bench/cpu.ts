import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second. */
const tickMs = 10;

/** CPU milliseconds that a process has used, all its threads together; NaN where there is no /proc. */
export function cpuMsOf(pid: number): number {
  const fields = statOf(pid);
  return (Number(fields?.[11]) + Number(fields?.[12])) * tickMs;
}

/** The same for a process, its children now, and those of its children that have ended. */
export function treeCpuMsOf(root: number): number {
  const parents = new Map(pids().map((pid) => [pid, Number(statOf(pid)?.[1])]));
  const isBelow = (pid: number): boolean =>
    pid === root || (parents.has(pid) && isBelow(parents.get(pid) ?? 0));
  const tree = [...parents.keys()].filter((pid) => pid > 1 && isBelow(pid));
  return tree.reduce((sum, pid) => sum + cpuMsOf(pid) + endedChildrenMsOf(pid), 0);
}

export function parentOf(pid: number): number {
  return Number(statOf(pid)?.[1]);
}

function endedChildrenMsOf(pid: number): number {
  const fields = statOf(pid);
  return (Number(fields?.[13]) + Number(fields?.[14])) * tickMs;
}

function pids(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

/** What follows the name of the program in `/proc/PID/stat`. */
function statOf(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
