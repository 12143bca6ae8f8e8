import type { AgentsClient } from '../client/runs/agents-client.ts';
import { createApp } from './app.ts';
import { createService } from './create-service.ts';
import { closeServer, httpServer, listen } from './http-server.ts';
import type { ServiceOptions } from './options.ts';
import { readSettings } from './read-settings.ts';

/** A service that listens. */
export interface ServiceServer {
  /** Where it is reached, without a slash at its end. */
  url: string;
  port: number;
  /** Whether it serves the studio, at `url`. */
  studio: boolean;
  /** Answers a request as if it had come by the port. */
  fetch(request: Request): Promise<Response>;
  /** Ends streams and stops to listen. The client stays open, and runs go on. */
  close(): Promise<void>;
}

/**
 * Serves teams and runs over HTTP, with a client that is there already.
 *
 * @throws `Input.Invalid` for an option that is none, a missing token, or a port that is taken
 */
export async function createServer(
  client: AgentsClient,
  options: ServiceOptions = {},
): Promise<ServiceServer> {
  const read = await readSettings(options);
  const { settings } = read;
  const closing = new AbortController();
  try {
    const service = await createService(client, read, closing.signal);
    const app = createApp(service);
    const server = httpServer(app.fetch);
    const port = await listen(server, settings);
    service.url = `http://${reachedAt(settings.host)}:${port}`;
    return {
      url: service.url,
      port,
      studio: service.studio.length > 0,
      fetch: async (request) => await app.fetch(request),
      async close() {
        closing.abort();
        await closeServer(server);
      },
    };
  } catch (error) {
    closing.abort();
    throw error;
  }
}

/** What to call on this machine; where it listens on all addresses, the loopback one. */
function reachedAt(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
