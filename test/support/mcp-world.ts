import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Progress, Tool } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { defineTool } from '../../src/index.ts';
import { openTeamsWorld, type TeamsWorld } from './service-world.ts';

const agent = (name: string) => ({ kind: 'agent', name, provider: 'chat' });

const teams = {
  solo: agent('Ann'),
  'Grüne Tees': agent('Bob'),
  asking: { kind: 'person', name: 'Editor', question: 'How long?', choices: ['short', 'long'] },
  paying: { ...agent('Clerk'), tools: ['pay'], approve: 'all' },
  broken: 'kind: nothing',
};

const pay = defineTool({
  name: 'pay',
  description: 'Pays.',
  input: z.object({ euros: z.int() }),
  execute: ({ euros }) => `paid ${euros}`,
});

/** For everything, and for the runs of one user and one team. */
export const tokens = { all: 'a-token-for-everything', ada: 'a-token-for-ada-only' };

/** A served world for MCP clients. */
export interface McpWorld extends TeamsWorld {
  /** A client of its own session. */
  connected(token?: string, fetch?: Fetch): Promise<Client>;
}

type Fetch = NonNullable<
  NonNullable<ConstructorParameters<typeof StreamableHTTPClientTransport>[1]>['fetch']
>;

/** Opens a world with teams, one of which cannot be read. */
export async function openMcpWorld(): Promise<McpWorld> {
  const served = [{ token: tokens.all }, { token: tokens.ada, user: 'ada', teams: ['solo'] }];
  const options = { tokens: served, log: () => undefined };
  const world = await openTeamsWorld(teams, options, { tools: [pay] });
  const clients: Client[] = [];
  return {
    ...world,
    async connected(token = tokens.all, fetchWith = fetch) {
      const client = new Client({ name: 'test', version: '1' });
      clients.push(client);
      const requestInit = { headers: { authorization: `Bearer ${token}` } };
      const url = new URL(`${world.server.url}/mcp`);
      await client.connect(
        new StreamableHTTPClientTransport(url, { requestInit, fetch: fetchWith }),
      );
      return client;
    },
    async close() {
      await Promise.all(clients.map((client) => client.close()));
      await world.close();
    },
  };
}

interface Structured {
  id: string;
  status: string;
  content: string | null;
  [field: string]: unknown;
}

/** Calls a tool; `run` is how its run stands, `texts` are what a client shows. */
export async function use(
  client: Client,
  name: string,
  args: object,
  onprogress?: (told: Progress) => void,
) {
  const call = { name, arguments: { ...args } };
  const result = await client.callTool(call, undefined, onprogress && { onprogress });
  const texts = (result.content as { text: string }[]).map(({ text }) => text);
  const { isError = false, _meta } = result;
  return {
    isError: isError === true,
    _meta,
    texts,
    run: result.structuredContent as Structured,
  };
}

/** What tools are called. */
export const namesOf = (tools: readonly Tool[]) => tools.map(({ name }) => name);
