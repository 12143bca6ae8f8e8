import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Server } from 'node:http';
import type { AgentsClient } from '../client/runs/agents-client.ts';
import { parseInput } from '../core/parse-input.ts';
import { createApp } from './app.ts';
import { KnownRuns } from './known-runs.ts';
import { optionsSchema, type ServiceOptions, type ServiceSettings } from './options.ts';
import { StartLimit } from './security/start-limit.ts';
import { readTokens } from './security/tokens.ts';
import type { Service, ServiceAddress } from './service.ts';
import { readyMade } from './teams/ready-made.ts';
import { Teams } from './teams/teams.ts';
import { Threads } from './threads.ts';

/** A service that listens. */
export interface ServiceServer {
  /** Where it is reached, without a slash at its end. */
  url: string;
  port: number;
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
  const settings = parseInput(optionsSchema, options, 'createServer()');
  const closing = new AbortController();
  const service = createService(client, settings, closing.signal);
  const app = createApp(service);
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  const port = await listen(server, settings);
  service.address.url = `http://${settings.host}:${port}`;
  return {
    url: service.address.url,
    port,
    fetch: async (request) => await app.fetch(request),
    async close() {
      closing.abort();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      });
    },
  };
}

/** What the doors of a service work with, before it listens. */
export function createService(
  client: AgentsClient,
  settings: ServiceSettings,
  closing: AbortSignal,
): Service {
  const address: ServiceAddress = { url: '', studio: settings.studio };
  return {
    client,
    settings,
    tokens: readTokens(settings.tokens),
    teams: new Teams(readyMade),
    runs: new KnownRuns(client.parts.temporal),
    threads: new Threads(client),
    starts: new StartLimit(settings.startsPerMinute),
    address,
    closing,
  };
}

async function listen(server: Server, { host, port }: ServiceSettings): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}
