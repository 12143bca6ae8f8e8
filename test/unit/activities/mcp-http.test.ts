import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { McpPool } from '../../../src/activities/mcp/pool.ts';
import { createToolActivities } from '../../../src/activities/tools/tool-activities.ts';
import { mcpServersSchema } from '../../../src/core/mcp-servers.ts';
import type { ToolOutcome, ToolRun } from '../../../src/core/tools.ts';
import { activityEnvironment, memoryStore } from './fixtures.ts';

/** A server of tools at an address, which can forget all its sessions as one that is restarted does. */
async function webServer() {
  const sessions = new Map<string, StreamableHTTPServerTransport>();
  const heard = {
    starts: 0,
    calls: [] as string[],
    headers: new Set<string>(),
    broken: false,
    round: false,
  };
  const http = createServer((request, response) => {
    void (async () => {
      heard.headers.add(String(request.headers['authorization']));
      if (heard.broken) return response.writeHead(500).end('out of order');
      const id = request.headers['mcp-session-id'];
      const known = typeof id === 'string' ? sessions.get(id) : undefined;
      if (id !== undefined && known === undefined) return response.writeHead(404).end();
      await (known ?? (await session(sessions, heard))).handleRequest(request, response);
      return response;
    })();
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => stop(http));
  const { port } = http.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/mcp`;
  return { url, heard, forget: () => sessions.clear(), stop: () => stop(http) };
}

async function session(
  sessions: Map<string, StreamableHTTPServerTransport>,
  heard: { starts: number; calls: string[]; round: boolean },
): Promise<StreamableHTTPServerTransport> {
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: () => randomUUID(),
    onsessioninitialized: (id) => void sessions.set(id, transport),
  });
  heard.starts += 1;
  const server = new Server({ name: 'web', version: '1' }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: [{ name: 'say', inputSchema: { type: 'object' as const } }],
    ...(heard.round && { nextCursor: 'round' }),
  }));
  server.setRequestHandler(CallToolRequestSchema, ({ params }) => {
    heard.calls.push(params.name);
    return { content: [{ type: 'text', text: 'said' }] };
  });
  await server.connect(transport);
  return transport;
}

function stop(http: HttpServer): void {
  http.closeAllConnections();
  http.close();
}

/** A worker that has the server as `web`. */
async function worker(url: string, more: object = {}) {
  const pool = new McpPool(mcpServersSchema.parse({ web: { url, ...more } }));
  onTestFinished(() => pool.close());
  const activities = createToolActivities(await memoryStore(), [], { mcp: pool });
  let index = 0;
  const call = (): Promise<ToolOutcome> =>
    activityEnvironment().run(() => activities.runTool(runOf(index++)));
  const list = async () => await activities.describeTools({ names: ['mcp:web/*'] });
  return { call, list };
}

function runOf(index: number): ToolRun {
  return {
    key: { execution: 'exec', step: 'ann', number: 1 },
    message: 'exec/ann#1',
    index,
    call: { id: `call-${index}`, name: 'web__say', arguments: '{}' },
    owner: { run: 'run-1', workflow: 'run-1', user: null },
    agentName: 'Ann',
    from: { server: 'web', tool: 'say', maxAttempts: 1 },
  };
}

/** A server that says hello, and then answers a list by as many bytes as are taken. */
async function endlessServer(type: string, begin: string) {
  const sent = { bytes: 0 };
  function* answer() {
    yield Buffer.from(begin);
    for (const piece = Buffer.alloc(256_000, 'x'); sent.bytes < 64_000_000; yield piece)
      sent.bytes += piece.length;
  }
  const http = createServer((request, response) => {
    void (async () => {
      if (request.method !== 'POST') return response.writeHead(405).end();
      const { id, method } = JSON.parse(await text(request)) as { id?: number; method: string };
      if (id === undefined) return response.writeHead(202).end();
      if (method === 'initialize') return response.writeHead(200, json).end(greeting(id));
      response.writeHead(200, { 'content-type': type });
      return pipeline(Readable.from(answer()), response, () => undefined);
    })();
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => stop(http));
  const { port } = http.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/mcp`, sent };
}

const json = { 'content-type': 'application/json' };

function greeting(id: number): string {
  const serverInfo = { name: 'endless', version: '1' };
  const result = { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo };
  return JSON.stringify({ jsonrpc: '2.0', id, result });
}

describe('a server at an address', () => {
  it('lists and calls over one session, with the headers of the environment', async () => {
    vi.stubEnv('MCP_WEB_TOKEN', 'Bearer a-token-of-the-web-1');
    onTestFinished(() => void vi.unstubAllEnvs());
    const { url, heard } = await webServer();
    const { list, call } = await worker(url, { headersEnv: { Authorization: 'MCP_WEB_TOKEN' } });
    expect((await list()).tools.map(({ name }) => name)).toEqual(['web__say']);
    expect(await Promise.all([call(), call()])).toMatchObject([
      { content: 'said', failed: false },
      { content: 'said', failed: false },
    ]);
    expect(heard.starts).toBe(1);
    expect([...heard.headers]).toEqual(['Bearer a-token-of-the-web-1']);
  });

  it('that began anew is asked again, and carries the call out once', async () => {
    const { url, heard, forget } = await webServer();
    const { list, call } = await worker(url);
    await call();
    forget();
    expect(await call()).toMatchObject({ content: 'said', failed: false });
    forget();
    expect((await list()).tools).toHaveLength(1);
    expect(heard).toMatchObject({ starts: 3, calls: ['say', 'say'] });
  });

  it('that breaks inside leaves it unknown whether the call was carried out', async () => {
    const { url, heard } = await webServer();
    const { call } = await worker(url);
    await call();
    heard.broken = true;
    const { content, failed, gone } = await call();
    expect(failed).toBe(true);
    expect(gone).toBeUndefined();
    expect(content).toContain("its server 'web' broke off, and whether the call was carried out");
  });

  it('that is away is data', async () => {
    const { url, stop: leave } = await webServer();
    const { list, call } = await worker(url);
    await call();
    leave();
    expect(await call()).toMatchObject({ failed: true, gone: 'web' });
    const { tools, problems } = await list();
    expect(tools).toEqual([]);
    expect(problems).toEqual([expect.stringContaining("the server 'web' does not answer")]);
  });

  it('whose list goes round in a circle is read for a while, which is said', async () => {
    const { url, heard } = await webServer();
    heard.round = true;
    const { list } = await worker(url);

    const { tools, problems } = await list();

    expect(tools.map(({ name }) => name)).toEqual(['web__say']);
    expect(problems).toEqual(["of the tools of the server 'web' only 50 are read"]);
  });

  it.each([
    ['application/json', '"'],
    ['text/event-stream', 'data: "'],
  ])('whose answer has no end is not read to it (%s)', async (type, begin) => {
    const { url, sent } = await endlessServer(type, begin);
    const { list } = await worker(url);

    const { tools, problems } = await list();

    expect(tools).toEqual([]);
    expect(problems).toEqual([expect.stringContaining('more than 4 MB')]);
    expect(sent.bytes).toBeLessThan(40_000_000); // what is on its way is taken by nobody
  });

  it.each([
    'ftp://tools.example.com',
    'https://me:secret@tools.example.com/mcp',
    'https://tools.example.com/mcp?key=secret',
  ])('is not taken where the address is %s', (url) => {
    const read = mcpServersSchema.safeParse({ web: { url } });
    expect(read.success).toBe(false);
    expect(JSON.stringify(read.error)).not.toContain('secret@');
  });
});
