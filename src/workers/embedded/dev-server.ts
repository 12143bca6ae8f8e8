import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { devServerArguments, serverEnvironment } from './dev-server-arguments.ts';
import type { Hidden } from './hidden.ts';
import type { Ports } from './ports.ts';
import { endGroup } from './processes.ts';
import { startWatchdog } from './watchdog.ts';

/** A Temporal dev server that runs as a child of this process. */
export interface DevServer {
  pid: number | undefined;
  /** Aborted when the process has ended; the reason says how, for a person to read. */
  ended: AbortSignal;
  /** Ends it within 3 s. */
  stop(): Promise<void>;
}

/** Starts the server in a process group of its own, with this process's output as its output. */
export function startDevServer(
  binary: string,
  database: string,
  { ports, hidden }: { ports: Ports; hidden: Hidden },
): DevServer {
  const child = spawn(binary, devServerArguments(database, ports, hidden), {
    detached: true,
    env: { ...process.env, ...serverEnvironment },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const ended = endOf(child);
  const { pid } = child;
  if (pid === undefined) return { pid, ended, stop: async () => {} };
  const watchdog = startWatchdog(pid, database);
  ended.addEventListener('abort', () => watchdog.kill('SIGKILL'));
  return { pid, ended, stop: () => endGroup(pid, async () => ended.aborted) };
}

function endOf(child: ChildProcess): AbortSignal {
  const ended = new AbortController();
  child.once('error', (error) => ended.abort(error.message));
  child.once('exit', (code, signal) => ended.abort(`it ended with ${signal ?? `status ${code}`}`));
  return ended.signal;
}

/** Resolves when a signal is aborted, at once if it is already. */
export async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
