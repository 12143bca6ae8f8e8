import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';

/** Reads until its standard input is closed, then ends the process group `$1` within 2.5 s. */
const script = `
read -r _
kill -s TERM -- "-$1" || exit 0
tries=0
while [ $tries -lt 25 ]; do
  sleep 0.1
  kill -s 0 -- "-$1" || exit 0
  tries=$((tries+1))
done
kill -s KILL -- "-$1"
`;

/**
 * Starts a shell that ends a process group when this process is gone, even by kill -9: the shell's
 * standard input is a pipe that the operating system closes then. Kill it when the group has ended.
 *
 * @param label shows in the list of processes
 */
export function startWatchdog(group: number, label: string): ChildProcess {
  const watchdog = spawn('/bin/sh', ['-c', script, 'watchdog', String(group), label], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // without a shell there is no watchdog, and the next keeper finds the orphan
  watchdog.on('error', () => {});
  watchdog.unref();
  return watchdog;
}
