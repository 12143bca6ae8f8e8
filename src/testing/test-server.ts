import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure, failure } from '../core/failures.ts';
import { freePort, isOpen } from '../workers/embedded/ports.ts';
import { startWatchdog } from '../workers/embedded/watchdog.ts';

/** Temporal's test server, which runs as a child of this process. */
export interface TestServer {
  /** `host:port` of its gRPC frontend. */
  address: string;
  /** Ends it, and waits until it is gone. */
  stop(): Promise<void>;
}

const startLimitMs = 20_000;

/** Becomes the server when it is told to go on; ends when nobody is there any more to tell it. */
const script = 'read -r _ && exec "$@"';

/**
 * Starts the server so that it ends with this process, however that ends: a watchdog stands before
 * the server does. The SDK's own way of starting it leaves it behind when this process is killed.
 *
 * @throws `Worker.Unconfigured` when it does not start
 */
export async function startTestServer(binary: string): Promise<TestServer> {
  const port = await freePort();
  const child = spawn('sh', ['-c', script, 'sh', binary, String(port)], {
    detached: true, // a Ctrl-C is for the tests; they, or the watchdog, end the server
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const said = lastWords(child);
  child.unref();
  await once(child, 'spawn');
  const watchdog = startWatchdog(pidOf(child), binary);
  child.once('exit', () => watchdog.kill('SIGKILL'));
  child.stdin.on('error', () => {}); // it has ended already
  child.stdin.write('\n');
  if (!(await isUp(child, port))) {
    await stop(child);
    throw failure(Failure.workerUnconfigured, `${binary} does not start: ${said()}`);
  }
  return { address: `127.0.0.1:${port}`, stop: () => stop(child) };
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('a process that runs has no number');
  return pid;
}

/** The end of what it has written to stderr. */
function lastWords({ stderr }: ChildProcess): () => string {
  let text = '';
  stderr?.setEncoding('utf8').on('data', (more: string) => (text = (text + more).slice(-1_000)));
  return () => text.trim() || `no answer within ${startLimitMs / 1000} s`;
}

async function isUp(child: ChildProcess, port: number): Promise<boolean> {
  const limit = Date.now() + startLimitMs;
  while (!hasEnded(child) && Date.now() < limit) {
    if (await isOpen(port)) return true;
    await sleep(20);
  }
  return false;
}

/** It holds nothing that is worth a polite end. */
async function stop(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
