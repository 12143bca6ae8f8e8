import { connect } from 'node:net';
import type { Interface } from 'node:readline';
import { createInterface } from 'node:readline';
import type { RunFile } from './run-file.ts';
import { readStatus, type ServerAddress } from './status.ts';

/** A lease, seen from the client. */
export interface KeeperConnection {
  /** Rejects with the keeper's reason if it could not start the server. */
  ready: Promise<ServerAddress>;
  /** Resolves when the lease has ended, whoever ended it. */
  closed: Promise<void>;
  /** From now on the lease does not keep this process running. */
  unref(): void;
  close(): void;
}

export interface ConnectOptions {
  /** Called whenever the server is up, again after it was restarted. */
  onReady: (server: ServerAddress) => void;
  /** Whether this process may end before the keeper has answered. */
  background: boolean;
}

/** An honest keeper answers at once, even when its machine is busy. */
const answerMs = 2_000;

/**
 * Takes a lease from the keeper that a run file tells of.
 *
 * @returns `undefined` when there is no such keeper any more, whoever has its port now
 */
export async function connectToKeeper(
  run: RunFile,
  options: ConnectOptions,
): Promise<KeeperConnection | undefined> {
  const socket = connect(run.keeperPort, '127.0.0.1');
  if (options.background) socket.unref();
  socket.on('error', () => socket.destroy());
  socket.setTimeout(answerMs, () => socket.destroy());
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const lines = createInterface({ input: socket });
  // it repeats the errors of the socket, and an error without a listener would end the process
  lines.on('error', () => socket.destroy());
  const answered = new Promise<boolean>((resolve) => {
    lines.once('line', (line) => resolve(readStatus(line) !== undefined));
    socket.once('close', () => resolve(false));
  });
  const ready = readiness(lines, options.onReady);
  socket.write(`${run.token}\n`);
  if (!(await answered)) return void socket.destroy();
  socket.setTimeout(0);
  return { ready, closed, unref: () => void socket.unref(), close: () => void socket.destroy() };
}

async function readiness(
  lines: Interface,
  onReady: (server: ServerAddress) => void,
): Promise<ServerAddress> {
  return await new Promise((resolve, reject) => {
    lines.on('line', (line) => {
      const status = readStatus(line);
      if (status?.state === 'failed') reject(new Error(status.reason));
      if (status?.state !== 'ready') return;
      onReady(status);
      resolve(status);
    });
  });
}
