import { Client } from 'pg';
import { type Changes, channels } from './changes.ts';
import { postgresSettings } from './postgres-dialect.ts';

/** How long the connection is kept when nobody watches any more: the next one may come soon. */
const lingerMs = 1_000;

/** Before a broken connection is opened again. */
const reconnectMs = 500;

/** Postgres calls: one connection of its own that listens, as long as somebody watches. */
export function postgresChanges(url: string): Changes {
  const watching = new Set<Watcher>();
  let listener: Listener | undefined;
  let linger: NodeJS.Timeout | undefined;
  return {
    watch(channel, told) {
      const watcher = { channel: channels[channel], told };
      watching.add(watcher);
      clearTimeout(linger);
      if (listener === undefined) listener = new Listener(url, watching);
      else told(); // it may have connected before
      return {
        close() {
          if (!watching.delete(watcher) || watching.size > 0) return;
          linger = setTimeout(() => {
            listener?.close();
            listener = undefined;
          }, lingerMs);
        },
      };
    },
  };
}

interface Watcher {
  /** Its name in Postgres. */
  channel: string;
  told: (about?: string) => void;
}

class Listener {
  readonly #url: string;
  readonly #watching: ReadonlySet<Watcher>;
  #client: Client | undefined;
  #retry: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(url: string, watching: ReadonlySet<Watcher>) {
    this.#url = url;
    this.#watching = watching;
    void this.#connect();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    void this.#client?.end().catch(() => undefined);
  }

  async #connect(): Promise<void> {
    const client = new Client(postgresSettings(this.#url));
    this.#client = client;
    client.on('notification', ({ channel, payload = '' }) => {
      for (const each of this.#watching) if (each.channel === channel) each.told(payload);
    });
    client.on('error', () => this.#broken(client));
    client.on('end', () => this.#broken(client));
    try {
      await client.connect();
      await client.query(
        Object.values(channels)
          .map((name) => `listen ${name}`)
          .join('; '),
      );
      for (const { told } of this.#watching) told(); // whatever was said before
    } catch {
      await client.end().catch(() => undefined);
      this.#broken(client);
    }
  }

  #broken(client: Client): void {
    if (this.#closed || this.#client !== client) return;
    this.#client = undefined;
    this.#retry = setTimeout(() => void this.#connect(), reconnectMs);
  }
}
