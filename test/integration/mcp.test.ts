import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Agent } from '../../src/client/index.ts';
import type { ScriptedAnswer } from '../../src/testing/index.ts';
import { type LiveWorld, openWorld, until } from '../support/live-world.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const packages = '../../node_modules/@modelcontextprotocol';
const everything = here(`${packages}/server-everything/dist/index.js`);
const filesystem = here(`${packages}/server-filesystem/dist/index.js`);
const ownServer = here('../support/mcp-server.mjs');
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'mcp-')));
const noted = join(folder, 'notes');

/** A tenth of what it is meant for; the whole: MCP_RUNS=200. */
const runs = Number(process.env['MCP_RUNS'] ?? 20);

let http: ChildProcess;
let world: LiveWorld;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

beforeAll(async () => {
  const port = await freePort();
  const env = { ...process.env, PORT: String(port) };
  const stdio = ['ignore', 'ignore', 'pipe'] as const;
  http = spawn(process.execPath, [everything, 'streamableHttp'], { env, stdio: [...stdio] });
  await once(http.stderr!, 'data');
  writeFileSync(join(folder, 'hello.txt'), 'a word from the disk');
  const node = process.execPath;
  world = await openWorld({
    mcp: {
      all: { command: node, args: [everything] },
      web: { url: `http://127.0.0.1:${port}/mcp` },
      files: { command: node, args: [filesystem, folder] },
      own: { command: node, args: [ownServer, noted] },
    },
  });
});
afterAll(async () => {
  await world.close();
  http.kill();
});
beforeEach(() => world.cast());

const by = () => ({ client: world.client });
const agent = (...tools: string[]) => new Agent({ name: 'Ann', provider: 'responses', tools });
const asks = (name: string, args: unknown): ScriptedAnswer => ({
  toolCalls: [{ name, arguments: args }],
});
const told = () => world.askedBy('Ann').at(-1)?.messages.at(-1)?.content;
const notes = (what: string) =>
  readFileSync(noted, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith(what));

describe('public servers', () => {
  it.each(['all', 'web'])('answer (server-everything as %s)', async (name) => {
    world.cast({ Ann: [asks(`${name}__echo`, { message: 'ahoy' }), 'ok'] });
    const result = await agent(`mcp:${name}/*`).chat('Say ahoy.', by());
    expect(result).toMatchObject({ success: true, content: 'ok', toolCalls: 1, warnings: [] });
    expect(told()).toBe('Echo: ahoy');
    const [first] = world.askedBy('Ann');
    expect(first?.tools.length).toBeGreaterThan(5);
  });

  it('read files (server-filesystem)', async () => {
    const path = join(folder, 'hello.txt');
    world.cast({ Ann: [asks('files__read_text_file', { path }), 'read'] });
    const result = await agent('mcp:files/read_text_file').chat('Read it.', by());
    expect(result).toMatchObject({ success: true, warnings: [] });
    expect(told()).toBe('a word from the disk');
    world.cast({ Ann: [asks('files__read_text_file', { path: '/etc/passwd' }), 'no'] });
    await agent('mcp:files/read_text_file').chat('Read that.', by());
    expect(told()).toContain('Access denied');
  });
});

describe('a server that dies', () => {
  it('is told to the model, and offered no more in the turns that follow', async () => {
    world.cast({ Ann: [asks('own__die', {}), 'well'] });
    const result = await agent('mcp:own/die', 'mcp:own/echo').chat('Try it.', by());
    expect(result).toMatchObject({ success: true, content: 'well' });
    const [first, second] = world.askedBy('Ann');
    expect(first?.tools).toHaveLength(2);
    expect(second?.tools).toEqual([]);
    expect(second?.messages.at(-1)?.content).toContain('whether the call was carried out is not');
  });

  it('was never there: a warning, and the agent answers without', async () => {
    world.cast({ Ann: ['without'] });
    const result = await agent('mcp:own/nothing').chat('Try it.', by());
    expect(result).toMatchObject({ success: true, content: 'without' });
    expect(result.warnings).toMatchObject([{ type: 'Tool.Omitted', path: '' }]);
  });
});

describe(`${runs} runs`, () => {
  it('list once each, over one connection, and leave no process', async () => {
    const echo = asks('own__echo', { text: 'hi' });
    world.cast({ Ann: ({ messages }) => (messages.at(-1)?.role === 'tool' ? 'ok' : echo) });
    const before = ['started', 'listed', 'called'].map((what) => notes(what).length);
    const chats = Array.from({ length: runs }, () => agent('mcp:own/echo').chat('Go.', by()));
    const results = await Promise.all(chats);
    expect(results.filter(({ success }) => !success)).toEqual([]);
    const after = ['started', 'listed', 'called'].map((what) => notes(what).length);
    const more = after.map((count, index) => count - (before[index] ?? 0));
    expect(more[0]).toBeLessThanOrEqual(1);
    expect(more.slice(1)).toEqual([runs, runs]);
    await world.close();
    await until(() => childrenNaming('@modelcontextprotocol', noted) === 0, 'no process');
  });
});

/** Children of this process, but for the one over HTTP, whose command line names one of these. */
function childrenNaming(...names: string[]): number {
  const lines = execFileSync('ps', ['-eo', 'ppid,pid,args'], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => {
    const [parent, pid] = line.trim().split(/\s+/);
    const isOurs = parent === String(process.pid) && pid !== String(http.pid);
    return isOurs && names.some((name) => line.includes(name));
  }).length;
}
