import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { resolveBinary } from '../../../src/workers/binaries/index.ts';
import { devServerArguments } from '../../../src/workers/embedded/dev-server-arguments.ts';
import { choosePorts } from '../../../src/workers/embedded/ports.ts';
import { waitUntilReady } from '../../../src/workers/embedded/readiness.ts';

/** A Temporal dev server with a state file, which can be killed and started again. */
export interface TemporalServer {
  readonly address: string;
  start(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
}

export async function startTemporal(folder: string): Promise<TemporalServer> {
  const { path } = await resolveBinary('temporal');
  const ports = await choosePorts(join(folder, 'ports.json'));
  const words = devServerArguments(join(folder, 'temporal.db'), ports);
  let child: ChildProcess | undefined;
  const server: TemporalServer = {
    address: `127.0.0.1:${ports.grpc}`,
    async start() {
      child = spawn(path, words, { stdio: 'ignore' });
      if (await waitUntilReady(ports, AbortSignal.timeout(30_000))) return;
      throw new Error('the Temporal server is not ready after 30 s');
    },
    async kill() {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
  await server.start();
  return server;
}
