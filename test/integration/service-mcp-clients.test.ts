import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { Progress } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type McpWorld, namesOf, openMcpWorld, tokens, use } from '../support/mcp-world.ts';

let world: McpWorld;
beforeAll(async () => {
  world = await openMcpWorld();
});
afterAll(() => world.close());

/** Starts a call whose model never answers, and gives its run once it has been asked. */
async function hanging(client: Client, options: { signal?: AbortSignal; timeout?: number } = {}) {
  world.cast({ Ann: { hang: true } });
  let run = '';
  const onprogress = ({ message = '' }: Progress) => {
    run ||= /^run (\S+) is started$/.exec(message)?.[1] ?? '';
  };
  const call = client.callTool({ name: 'solo', arguments: { input: 'Hi' } }, undefined, {
    onprogress,
    ...options,
  });
  const outcome = call.then(
    () => 'answered',
    () => 'given up',
  );
  await world.untilAsked(1);
  await expect.poll(() => run).not.toBe('');
  return { run, outcome };
}

const statusOf = async (id: string) => {
  const { run } = await use(await world.connected(), 'get_run', { id });
  return run.status;
};

it('cancels the run when the client cancels its call', async () => {
  const cancelling = new AbortController();
  const { run, outcome } = await hanging(await world.connected(), { signal: cancelling.signal });
  cancelling.abort('the user has pressed stop');
  expect(await outcome).toBe('given up');
  await expect.poll(() => statusOf(run)).toBe('cancelled');
});

it('lets the run go on when the client has lost its patience, or has gone', async () => {
  const impatient = await hanging(await world.connected(), { timeout: 1_500 });
  expect(await impatient.outcome).toBe('given up');
  const leaving = await world.connected();
  const left = await hanging(leaving);
  await leaving.close();
  expect(await left.outcome).toBe('given up');
  expect(await Promise.all([statusOf(impatient.run), statusOf(left.run)])).toEqual([
    'running',
    'running',
  ]);
  const client = await world.connected();
  const ended = await use(client, 'cancel_run', { id: left.run });
  expect(ended.run.status).toBe('cancelled');
  await use(client, 'cancel_run', { id: impatient.run });
});

it('gives the result of a call whose connection was cut to the client that comes back', async () => {
  world.cast({ Ann: { text: 'After all.', delayMs: 1_500 } });
  let cut: (() => void) | undefined;
  const client = await world.connected(tokens.all, async (url, init) => {
    const answer = await fetch(url, init);
    const isCall = JSON.stringify(init?.body ?? '').includes('tools/call');
    if (!isCall || answer.body === null) return answer;
    const reader = answer.body.getReader();
    const body = new ReadableStream({
      start: (controller) => void (cut = () => controller.error(new Error('cut'))),
      pull: async (controller) => {
        const { value } = await reader.read();
        if (value !== undefined) controller.enqueue(value);
      },
    });
    return new Response(body, answer);
  });
  const call = use(client, 'solo', { input: 'Hi' });
  await world.untilAsked(1);
  cut?.();
  expect((await call).run).toMatchObject({ status: 'completed', content: 'After all.' });
  expect(world.askedBy('Ann')).toHaveLength(1);
});

it('shows a token of one user its own runs and teams only', async () => {
  world.cast({ Ann: 'Yes.' });
  const [ada, admin] = [await world.connected(tokens.ada), await world.connected()];
  const { tools } = await ada.listTools();
  expect(namesOf(tools)).not.toContain('asking');
  expect(
    Object.keys(tools.find(({ name }) => name === 'solo')?.inputSchema.properties ?? {}),
  ).not.toContain('user');
  const others = await use(admin, 'solo', { input: 'Hi', user: 'bob' });
  const own = await use(ada, 'solo', { input: 'Hi' });
  const listed = await use(ada, 'list_runs', {});
  expect(listed.texts[0]).toContain(own.run.id);
  expect(listed.texts[0]).not.toContain(others.run.id);
  const seen = await use(ada, 'get_run', { id: others.run.id });
  expect(seen.texts[0]).toMatch(/there is no run/);
  await expect(ada.callTool({ name: 'asking', arguments: { input: 'x' } })).rejects.toThrow(
    /no tool/,
  );
});

it('opens a session to the token that has begun it only, and none without a token', async () => {
  const initialize = {
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 't', version: '1' },
    },
  };
  const accept = 'application/json, text/event-stream';
  const send = (token: string, body: object, session?: string) =>
    world.call('POST', '/mcp', body, {
      accept,
      authorization: `Bearer ${token}`,
      ...(session !== undefined && { 'mcp-session-id': session }),
    });
  const begun = await send(tokens.all, initialize);
  const session = begun.headers.get('mcp-session-id') ?? '';
  expect(session).not.toBe('');
  await begun.text();
  const list = { jsonrpc: '2.0', id: 2, method: 'tools/list' };
  expect((await send(tokens.all, list, session)).status).toBe(200);
  const foreign = await send(tokens.ada, list, session);
  expect(foreign.status).toBe(404);
  expect(await foreign.json()).toMatchObject({ jsonrpc: '2.0', error: { code: -32001 } });
  expect((await send(tokens.all, list)).status).toBe(400);
  expect((await world.call('POST', '/mcp', initialize, { accept })).status).toBe(401);
});

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

it('serves a folder over stdin and stdout, and leaves what has not ended to a process in the background', async () => {
  const own = join(world.folder, 'own');
  mkdirSync(own);
  writeFileSync(join(own, 'tasting.yaml'), '# Knows teas.\nkind: agent\nname: Taster\n');
  writeFileSync(join(own, 'judge.yaml'), 'kind: person\nname: Judge\nquestion: Is it good?\n');
  const { OPENAI_API_KEY: _, ANTHROPIC_API_KEY: __, ...rest } = process.env;
  const env = {
    ...(rest as Record<string, string>),
    XDG_CONFIG_HOME: join(world.folder, 'config'),
  };
  const args = [main, 'mcp', own, '--state', world.stateDir];
  const transport = new StdioClientTransport({
    command: process.execPath,
    args,
    env,
    cwd: world.folder,
    stderr: 'pipe',
  });
  const client = new Client({ name: 'test', version: '1' });
  const wrong: Error[] = [];
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the SDK's own objects have no other way
  client.onerror = (error) => wrong.push(error);
  await client.connect(transport);
  const { tools } = await client.listTools();
  expect(namesOf(tools).filter((name) => !name.includes('_'))).toEqual(['judge', 'tasting']);
  expect(tools.find(({ name }) => name === 'tasting')?.description).toMatch(/^Knows teas\./);
  const tasted = await use(client, 'tasting', { input: 'Which tea?' });
  expect(tasted.run).toMatchObject({ status: 'completed', simulated: true });
  const judged = await use(client, 'judge', { input: 'Well?' });
  expect(judged.run.status).toBe('waiting');
  await client.close();
  expect(wrong).toEqual([]); // nothing but messages has come
  const isPid = (name: string) => /^background.*\.pid$/.test(name);
  await expect.poll(() => readdirSync(world.stateDir).filter(isPid)).toHaveLength(1);
  const handle = world.client.handle(judged.run.id);
  const answered = () =>
    handle.answer('yes').then(
      () => true,
      () => false, // until that process is up
    );
  await expect.poll(answered, { timeout: 60_000 }).toBe(true);
  expect(await handle.result()).toMatchObject({ content: 'yes' });
  for (const name of readdirSync(world.stateDir).filter(isPid))
    process.kill(Number(readFileSync(join(world.stateDir, name), 'utf8')));
}, 120_000);
