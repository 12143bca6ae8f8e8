import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { expect } from 'vitest';
import type { Fleet } from '../fleet.ts';
import { type Answered, proposals } from './chats.ts';
import { question } from './teams.ts';

/** What a tool answers about a run. */
interface Run {
  id: string;
  status: string;
  content: string | null;
}

/** An MCP client of a service, over HTTP. */
export async function connectHttp(url: string): Promise<Client> {
  return await connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`)));
}

/** One that starts `mcp teams` by itself, over stdin and stdout. */
export async function connectStdio(fleet: Fleet): Promise<Client> {
  const { env, ...command } = fleet.commandLine(['mcp', 'teams']);
  const given = env as Record<string, string>;
  return await connect(new StdioClientTransport({ ...command, env: given, stderr: 'ignore' }));
}

async function connect(transport: Transport): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(transport);
  return client;
}

/** Calls the tools of `line` and of `asking`, all at once, and answers what a person is asked. */
export async function useTools(
  client: Client,
  prefix: string,
  count: number,
): Promise<{ line: Answered[]; asking: Answered[] }> {
  const line = proposals(prefix, count).map(async (proposal) =>
    answeredBy(proposal, await use(client, 'line', inputOf(proposal))),
  );
  const asking = proposals(`${prefix}person`, count).map(async (proposal) => {
    const asked = await use(client, 'asking', inputOf(proposal));
    expect(asked).toMatchObject({ status: 'waiting', content: null });
    const answer = `Yes: proposal ${proposal} is worth more than that.`;
    await use(client, 'answer_question', { id: proposal, answer, by: 'Ada' });
    return answeredBy(proposal, await use(client, 'follow_run', { id: proposal }));
  });
  return { line: await Promise.all(line), asking: await Promise.all(asking) };
}

const inputOf = (proposal: string) => ({ input: question(proposal), id: proposal });

function answeredBy(proposal: string, { id, status, content }: Run): Answered {
  expect(status).toBe('completed');
  return { proposal, run: id, text: content ?? '' };
}

/** Calls a tool and is told how it goes on, as long as it takes. */
async function use(client: Client, name: string, args: Record<string, unknown>): Promise<Run> {
  const options = { timeout: 600_000, onprogress: () => undefined };
  const result = await client.callTool({ name, arguments: args }, undefined, options);
  if (result.isError === true) throw new Error(`${name}: ${JSON.stringify(result.content)}`);
  return result.structuredContent as Run;
}
