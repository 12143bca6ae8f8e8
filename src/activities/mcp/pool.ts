import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { McpServer } from '../../core/mcp-servers.ts';
import type { McpConnection } from './connection.ts';
import type { McpLog } from './transport.ts';

/** A connection that nobody uses is closed after this; milliseconds. */
const idleMs = 60_000;

/** What a pool may be given other than the usual. */
export interface McpPoolOptions {
  /** Told what servers write to their standard error. Default: nobody. */
  log?: McpLog;
  /** Milliseconds. Default 60,000. */
  idleMs?: number;
  /** The way to a server. Default: as it is configured. */
  open?: (name: string, server: McpServer) => Transport;
}

/** The SDK, which takes a fifth of a second to load: most workers have no server of tools. */
async function loadConnections() {
  const [{ McpConnection }, { transportTo }] = await Promise.all([
    import('./connection.ts'),
    import('./transport.ts'),
  ]);
  return { McpConnection, transportTo };
}

type Connections = Awaited<ReturnType<typeof loadConnections>>;

interface Pooled {
  connection: McpConnection;
  users: number;
  timer?: NodeJS.Timeout;
}

/** One connection a server, however many calls; opened when it is wanted, again after it died. */
export class McpPool {
  readonly servers: Readonly<Record<string, McpServer>>;
  readonly #open: McpPoolOptions['open'];
  readonly #log: McpLog;
  readonly #idleMs: number;
  readonly #pooled = new Map<string, Pooled>();
  #isClosed = false;

  constructor(servers: Readonly<Record<string, McpServer>>, options: McpPoolOptions = {}) {
    this.servers = servers;
    this.#idleMs = options.idleMs ?? idleMs;
    this.#open = options.open;
    this.#log = options.log ?? (() => undefined);
  }

  /**
   * Does something with the connection to a server; once more where the server knows it no longer.
   *
   * @throws what it does, and an `Error` when there is no such server
   */
  async use<T>(name: string, work: (connection: McpConnection) => Promise<T>): Promise<T> {
    try {
      return await this.#useOnce(name, work);
    } catch (error) {
      const { isSessionLost } = await import('./server-errors.ts');
      if (!isSessionLost(error)) throw error;
      return await this.#useOnce(name, work);
    }
  }

  async #useOnce<T>(name: string, work: (connection: McpConnection) => Promise<T>): Promise<T> {
    const pooled = this.#take(name, await loadConnections());
    clearTimeout(pooled.timer);
    pooled.users += 1;
    try {
      return await work(pooled.connection);
    } finally {
      pooled.users -= 1;
      if (!pooled.connection.isOpen) await this.#drop(name, pooled);
      else if (pooled.users === 0) this.#closeWhenIdle(name, pooled);
    }
  }

  /** Closes all connections: no process that was started for one is left. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#pooled].map(([name, pooled]) => this.#drop(name, pooled)));
  }

  #take(name: string, { McpConnection, transportTo }: Connections): Pooled {
    const server = Object.hasOwn(this.servers, name) ? this.servers[name] : undefined;
    if (server === undefined) throw new Error(`no server '${name}' is configured on the worker`);
    if (this.#isClosed) throw new Error('the worker is stopping');
    const known = this.#pooled.get(name);
    if (known?.connection.isOpen) return known;
    if (known !== undefined) void this.#drop(name, known);
    const transport = this.#open?.(name, server) ?? transportTo(name, server, this.#log);
    const opened: Pooled = { connection: new McpConnection(transport), users: 0 };
    this.#pooled.set(name, opened);
    return opened;
  }

  #closeWhenIdle(name: string, pooled: Pooled): void {
    pooled.timer = setTimeout(() => void this.#drop(name, pooled), this.#idleMs).unref();
  }

  async #drop(name: string, pooled: Pooled): Promise<void> {
    clearTimeout(pooled.timer);
    if (this.#pooled.get(name) === pooled) this.#pooled.delete(name);
    await pooled.connection.close();
  }
}
