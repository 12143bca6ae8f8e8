import { accessSync, constants } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../core/failures.ts';
import { type Join, joinServer } from './join.ts';
import type { KeeperConnection } from './keeper-connection.ts';
import { hasState } from './run-file.ts';
import { openStateDir } from './state-dir.ts';
import { withStateFolder } from './state-problem.ts';
import type { ServerAddress } from './status.ts';

export interface AcquireOptions {
  /** Where the server's state lives; made if need be. Commands with the same one share a server. */
  stateDir: string;
  /** Default: this process's environment. Read for where the Temporal CLI may be. */
  env?: NodeJS.ProcessEnv;
  /** Told one line when a binary is fetched, and when the server was lost and found. */
  log?: (line: string) => void;
}

/** The right to use the embedded server, which runs while anyone holds one. */
export interface ServerLease extends Readonly<ServerAddress> {
  readonly namespace: 'default';
  /** Gives the lease back. The server stops about 3 s after the last one. */
  release(): Promise<void>;
}

const longestPauseMs = 10_000;

/**
 * Takes a lease on the embedded Temporal dev server of a state folder, starting the server if no one
 * has. A held lease does not keep this process running, and ends with it, however it ends. If the
 * server is lost (its keeper was killed) the lease brings it back on its own: same state, and the
 * same address unless another program has taken the port, which is why `address` may change.
 *
 * @throws Worker.Unconfigured if the folder cannot be used, there is no binary, or the server is not up
 *   in 20 s
 */
export async function acquireServer(options: AcquireOptions): Promise<ServerLease> {
  const { stateDir, env = process.env, log = () => {} } = options;
  return await withStateFolder(stateDir, async () => {
    const state = openStateDir(stateDir);
    accessSync(state.folder, constants.W_OK);
    const lease = new HeldLease({ state, env, log });
    await lease.take();
    return lease;
  });
}

/** A server that is being started, or found. */
export interface StartingServer {
  /** Whether there was none before in this folder, and so no run. */
  isNew: boolean;
  lease: Promise<ServerLease>;
}

/** Begins to take a lease, so that other things can be done until it is there. */
export function startServer(options: AcquireOptions): StartingServer {
  const isNew = !hasState(options.stateDir);
  const lease = acquireServer(options);
  lease.catch(() => undefined); // whoever waits for it hears of it
  return { isNew, lease };
}

class HeldLease implements ServerLease {
  readonly namespace = 'default';
  readonly #join: Omit<Join, 'onReady' | 'background'>;
  #connection: KeeperConnection | undefined;
  #server: ServerAddress = { address: '', uiUrl: '' };
  #released = false;

  constructor(join: Omit<Join, 'onReady' | 'background'>) {
    this.#join = join;
  }

  get address(): string {
    return this.#server.address;
  }

  get uiUrl(): string {
    return this.#server.uiUrl;
  }

  async take(background = false): Promise<void> {
    const onReady = (server: ServerAddress): void => void (this.#server = server);
    const connection = await joinServer({ ...this.#join, background, onReady });
    connection.unref();
    this.#connection = connection;
    if (this.#released) return connection.close();
    void connection.closed.then(() => this.#takeAgain());
  }

  async release(): Promise<void> {
    this.#released = true;
    this.#connection?.close();
    await this.#connection?.closed;
  }

  async #takeAgain(): Promise<void> {
    for (let pauseMs = 250; !this.#released; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      this.#join.log('the embedded Temporal server was lost, bringing it back');
      try {
        await this.take(true);
        return this.#join.log(`the embedded Temporal server is back at ${this.address}`);
      } catch (error) {
        this.#join.log(messageOf(error));
      }
      await sleep(pauseMs, undefined, { ref: false });
    }
  }
}
