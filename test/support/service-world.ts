import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type ServiceOptions, type ServiceServer } from '../../src/service/index.ts';
import { describedAt } from './as-described.ts';
import { type LiveWorld, openWorld } from './live-world.ts';

/** A world whose client is served over HTTP. */
export interface ServedWorld extends LiveWorld {
  server: ServiceServer;
  /**
   * Calls the service through its port: `call('GET', '/v1/runs')`; a body is sent as JSON. It throws
   * where the answer is not as the service describes it.
   */
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Response>;
}

/** Opens a served world for a test file: an embedded server, a worker and a model that plays parts. */
export async function openServedWorld(
  options: ServiceOptions = {},
  world: Parameters<typeof openWorld>[0] = {},
): Promise<ServedWorld> {
  const opened = await openWorld(world);
  const server = await createServer(opened.client, { port: 0, ...options });
  const check = await describedAt(server.url);
  return {
    ...opened,
    server,
    async call(method, path, body, headers) {
      const json: Record<string, string> =
        body === undefined ? {} : { 'content-type': 'application/json' };
      const answer = await fetch(`${server.url}${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        headers: { ...json, ...headers },
      });
      await check(method, path, answer);
      return answer;
    },
    async close() {
      await server.close();
      await opened.close();
    },
  };
}

/** A served world with a folder of teams. */
export interface TeamsWorld extends ServedWorld {
  folder: string;
}

/**
 * The same with teams in a folder of their own, by their names; a text is written as it is.
 *
 * @param options of the service, but for its teams
 */
export async function openTeamsWorld(
  teams: Record<string, object | string>,
  options: Omit<ServiceOptions, 'teams'> = {},
  world: Parameters<typeof openWorld>[0] = {},
): Promise<TeamsWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'durable-agents-teams-'));
  for (const [name, spec] of Object.entries(teams))
    writeFileSync(
      join(folder, `${name}.yaml`),
      typeof spec === 'string' ? spec : JSON.stringify(spec),
    );
  const served = await openServedWorld({ ...options, teams: [folder] }, world);
  return {
    ...served,
    folder,
    async close() {
      await served.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
