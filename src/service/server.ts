import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { AgentsClient } from '../client/runs/agents-client.ts';
import { messageOf } from '../core/failures.ts';
import { invalidInput, parseInput } from '../core/parse-input.ts';
import { createApp } from './app.ts';
import { createService } from './create-service.ts';
import { optionsSchema, type ServiceOptions, type ServiceSettings } from './options.ts';

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

/** Who sends its request more slowly is told so and cut off; answers may take as long as they like. */
const slowest = { headersTimeout: 10_000, requestTimeout: 30_000 } as const;

/** How often Node looks for such requests, in ms. */
const lookEveryMs = 2_000;

/** What is being answered when the service stops gets so long, in ms. */
const graceMs = 5_000;

/**
 * Serves teams and runs over HTTP, with a client that is there already.
 *
 * @throws `Input.Invalid` for an option that is none, a missing token, or a port that is taken
 */
export async function createServer(
  client: AgentsClient,
  options: ServiceOptions = {},
): Promise<ServiceServer> {
  const settings = parseInput(optionsSchema, options, 'createServer()');
  const closing = new AbortController();
  try {
    const service = await createService(client, settings, closing.signal);
    const app = createApp(service);
    const server = serverOf(app.fetch);
    const port = await listen(server, settings);
    service.url = `http://${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${port}`;
    return {
      url: service.url,
      port,
      studio: service.studio.length > 0,
      fetch: async (request) => await app.fetch(request),
      close: async () => await close(server, closing),
    };
  } catch (error) {
    closing.abort();
    throw error;
  }
}

function serverOf(fetch: ReturnType<typeof createApp>['fetch']): Server {
  const serverOptions = { connectionsCheckingInterval: lookEveryMs, ...slowest };
  const server = createAdaptorServer({ fetch, serverOptions, overrideGlobalObjects: false });
  return server as Server;
}

async function listen(server: Server, { host, port }: ServiceSettings): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(notListening(error, host, port)));
    server.listen(port, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}

function notListening(error: Error & { code?: string }, host: string, port: number) {
  const messages: Partial<Record<string, string>> = {
    EADDRINUSE: `port ${port} of ${host} is taken: stop what listens there, or give another port`,
    EACCES: `port ${port} may not be listened on: give one above 1023`,
    EADDRNOTAVAIL: `${host} is no address of this machine`,
    ENOTFOUND: `${host} is no address of this machine`,
  };
  const message = messages[error.code ?? ''] ?? messageOf(error);
  return invalidInput('the service', [{ path: '', message }]);
}

async function close(server: Server, closing: AbortController): Promise<void> {
  closing.abort();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // those that are kept alive are closed once they have been answered
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const late = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearInterval(idle);
  clearTimeout(late);
}
