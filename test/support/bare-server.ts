import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { resolveBinary } from '../../src/workers/binaries/index.ts';
import type { Closing } from '../../src/workers/closing.ts';
import { devServerArguments } from '../../src/workers/embedded/dev-server-arguments.ts';
import { choosePorts } from '../../src/workers/embedded/ports.ts';

/**
 * Starts a Temporal server as anybody's cluster is at first: it has none of our search attributes.
 *
 * @param folder for its state
 * @returns where it answers
 */
export async function startBareServer(folder: string, closing: Closing): Promise<string> {
  const { path } = await resolveBinary('temporal');
  const ports = await choosePorts(join(folder, 'ports.json'));
  const words = devServerArguments(join(folder, 'temporal.db'), ports);
  const bare = words.filter((word) => !word.startsWith('--search-attribute='));
  closing.add(spawn(path, bare, { stdio: 'ignore' }), async (each) => {
    const exited = once(each, 'exit');
    each.kill('SIGKILL');
    await exited;
  });
  const limit = AbortSignal.timeout(30_000);
  while (!(await answers(ports.http))) {
    limit.throwIfAborted();
    await sleep(50);
  }
  return `127.0.0.1:${ports.grpc}`;
}

/** Whether the namespace `default` is there. */
async function answers(port: number): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/namespaces/default`).catch(
    () => null,
  );
  return answer?.ok ?? false;
}
