import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure, failure, messageOf } from '../../core/failures.ts';
import { type KeeperConnection, connectToKeeper } from './keeper-connection.ts';
import { readRunFile } from './run-file.ts';
import { spawnKeeper } from './spawn-keeper.ts';
import { type StateDir, logTail } from './state-dir.ts';
import type { ServerAddress } from './status.ts';

export interface Join {
  state: StateDir;
  env: NodeJS.ProcessEnv;
  log: (line: string) => void;
  /** Called whenever the server is up, again after it was restarted. */
  onReady: (server: ServerAddress) => void;
  /** Whether this process may end meanwhile. */
  background: boolean;
}

const limitMs = 20_000;
const intervalMs = 50;

/**
 * Takes a lease on a server that is up, from the keeper there is, or from one started here.
 *
 * @throws Worker.Unconfigured with the end of the server's log when it is not up in 20 s, not
 *   counting the time to fetch the binary; and whatever {@link resolveBinary} throws
 */
export async function joinServer(join: Join): Promise<KeeperConnection> {
  const start = keeperStarter(join);
  let limit = Date.now() + limitMs;
  while (Date.now() < limit) {
    const connection = await connect(join);
    if (connection) {
      if (await isUp(connection, join, limit)) return connection;
      connection.close();
    } else {
      limit += await start();
    }
    await sleep(intervalMs, undefined, { ref: !join.background });
  }
  throw await notUp(join.state, `it was not up after ${limitMs / 1000} s`);
}

async function connect(join: Join): Promise<KeeperConnection | undefined> {
  const run = readRunFile(join.state);
  return run && (await connectToKeeper(run, join));
}

/** @returns false when the keeper went away, or time is up */
async function isUp(connection: KeeperConnection, join: Join, limit: number): Promise<boolean> {
  const late = sleep(limit - Date.now(), false, { ref: false });
  const gone = connection.closed.then(() => false);
  try {
    return await Promise.race([connection.ready.then(() => true), gone, late]);
  } catch (error) {
    connection.close();
    throw await notUp(join.state, messageOf(error));
  }
}

/**
 * Starts a keeper unless the one started last still runs. Several clients may do so at once: the
 * keepers sort out among themselves which one stays.
 *
 * @returns a function that returns the milliseconds it took to find or fetch the binary
 */
function keeperStarter({ state, env, log }: Join): () => Promise<number> {
  let keeper: ChildProcess | undefined;
  return async () => {
    if (keeper && keeper.exitCode === null && keeper.signalCode === null) return 0;
    const before = Date.now();
    const { resolveBinary } = await import('../binaries/index.ts'); // most find a keeper
    const { path } = await resolveBinary('temporal', { env, log });
    keeper = spawnKeeper(state, path, env);
    return Date.now() - before;
  };
}

async function notUp(state: StateDir, reason: string): Promise<Error> {
  const lines = ['The embedded Temporal server could not be started: ' + reason];
  lines.push(`The end of ${state.log}:`, await logTail(state));
  return failure(Failure.workerUnconfigured, lines.join('\n'));
}
