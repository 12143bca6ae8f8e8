import { type AgentsClient, agentsClient } from '../../src/client/index.ts';
import { createApp } from '../../src/service/app.ts';
import { createService } from '../../src/service/create-service.ts';
import type { ServiceOptions } from '../../src/service/options.ts';
import { readSettings } from '../../src/service/read-settings.ts';
import type { Service } from '../../src/service/service.ts';

/** A service without a port, and without a server behind it. */
export interface ServiceAlone extends AsyncDisposable {
  service: Service;
  /** What it has logged. */
  logged: string[];
  /** Calls it: `ask('/v1/teams')`, as a client on this machine does. */
  ask(path: string, init?: RequestInit): Promise<Response>;
}

/** Makes one for a test, with a client that reaches nothing, or with parts of one. */
export async function serviceAlone(
  options: ServiceOptions = {},
  parts: Partial<AgentsClient['parts']> = {},
): Promise<ServiceAlone> {
  const logged: string[] = [];
  const read = await readSettings({ log: (line) => logged.push(line), ...options });
  const closing = new AbortController();
  const client = agentsClient({} as never, { provider: 'simulated' });
  Object.assign(client.parts, parts);
  const service = await createService(client, read, closing.signal);
  const app = createApp(service);
  return {
    service,
    logged,
    ask: async (path, init) => await app.request(`http://127.0.0.1:7654${path}`, init),
    [Symbol.asyncDispose]: () => Promise.resolve(closing.abort()),
  };
}
