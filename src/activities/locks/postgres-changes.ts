import { Client } from 'pg';
import { lockChannel } from '../store/locks.ts';
import { postgresSettings } from '../store/postgres-dialect.ts';
import type { Changed, LockChanges } from './lock-changes.ts';

/** How long the connection is kept when nobody waits any more: the next one may come soon. */
const lingerMs = 1_000;

/** Before a broken connection is opened again. */
const reconnectMs = 500;

/** Postgres calls: one connection of its own that listens, as long as somebody waits. */
export function postgresChanges(url: string): LockChanges {
  let listener: Listener | undefined;
  let linger: NodeJS.Timeout | undefined;
  return {
    watch(changed) {
      clearTimeout(linger);
      listener ??= new Listener(url);
      listener.changed = changed;
      return {
        close() {
          if (listener !== undefined) listener.changed = () => undefined;
          linger = setTimeout(() => {
            listener?.close();
            listener = undefined;
          }, lingerMs);
        },
      };
    },
  };
}

class Listener {
  changed: Changed = () => undefined;
  readonly #url: string;
  #client: Client | undefined;
  #retry: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(url: string) {
    this.#url = url;
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
    client.on('notification', ({ payload = '' }) => {
      const [digest, token] = payload.split(' ');
      this.changed(digest || undefined, token || undefined);
    });
    client.on('error', () => this.#broken(client));
    client.on('end', () => this.#broken(client));
    try {
      await client.connect();
      await client.query(`listen ${lockChannel}`);
      this.changed(); // whatever was said before
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
