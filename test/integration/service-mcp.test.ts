import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Progress, Tool } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { defineTool } from '../../src/index.ts';
import { openServedWorld, type ServedWorld } from '../support/service-world.ts';

const provider = 'chat';
const agent = (name: string) => ({ kind: 'agent', name, provider });

const teams = {
  solo: agent('Ann'),
  'Grüne Tees': agent('Bob'),
  asking: { kind: 'person', name: 'Editor', question: 'How long?', choices: ['short', 'long'] },
  paying: { ...agent('Clerk'), tools: ['pay'], approve: 'all' },
};

const pay = defineTool({
  name: 'pay',
  description: 'Pays.',
  input: z.object({ euros: z.int() }),
  execute: ({ euros }) => `paid ${euros}`,
});

const tokens = { all: 'a-token-for-everything', ada: 'a-token-for-ada-only' };

let folder: string;
let world: ServedWorld;
const clients: Client[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'durable-agents-mcp-'));
  for (const [name, spec] of Object.entries(teams))
    writeFileSync(join(folder, `${name}.yaml`), JSON.stringify(spec));
  writeFileSync(join(folder, 'broken.yaml'), 'kind: nothing');
  const served = [{ token: tokens.all }, { token: tokens.ada, user: 'ada', teams: ['solo'] }];
  world = await openServedWorld(
    { teams: [folder], tokens: served, log: () => undefined },
    { tools: [pay] },
  );
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A client of its own session. */
async function connected(token = tokens.all): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' });
  clients.push(client);
  const headers = { authorization: `Bearer ${token}` };
  await client.connect(transportTo(headers));
  return client;
}

function transportTo(headers: Record<string, string>) {
  const url = new URL(`${world.server.url}/mcp`);
  return new StreamableHTTPClientTransport(url, { requestInit: { headers } });
}

type Structured = { id: string; status: string; content: string | null; [field: string]: unknown };

async function use(
  client: Client,
  name: string,
  args: object,
  onprogress?: (told: Progress) => void,
) {
  const call = { name, arguments: { ...args } };
  const result = await client.callTool(call, undefined, onprogress && { onprogress });
  const texts = (result.content as { text: string }[]).map(({ text }) => text);
  const { isError = false, _meta } = result;
  return { isError: isError === true, _meta, texts, run: result.structuredContent as Structured };
}

const namesOf = (tools: readonly Tool[]) => tools.map(({ name }) => name);

it('offers a tool for each team that can be read, and tools for runs', async () => {
  const { tools } = await (await connected()).listTools();
  const names = namesOf(tools);
  expect(names).toEqual(expect.arrayContaining(['solo', 'asking', 'paying', 'research-team']));
  expect(names.filter((name) => /^Grune_Tees_[0-9a-f]{6}$/.test(name))).toHaveLength(1);
  expect(names).toEqual(
    expect.arrayContaining(['list_runs', 'get_run', 'follow_run', 'answer_question']),
  );
  expect(names).not.toContain('broken');
  const solo = tools.find(({ name }) => name === 'solo');
  expect(Object.keys(solo?.inputSchema.properties ?? {})).toContain('user');
  expect(solo?.inputSchema.required).toEqual(['input']);
});

it('answers with what the team says, the id of the run, and progress on the way', async () => {
  world.cast({ Ann: 'Good day.' });
  const told: string[] = [];
  const { texts, run, isError, _meta } = await use(
    await connected(),
    'solo',
    { input: 'Hi' },
    (each) => told.push(each.message ?? ''),
  );
  expect(isError).toBe(false);
  expect(texts[0]).toBe('Good day.');
  expect(texts.at(-1)).toContain(run.id);
  expect(run).toMatchObject({ status: 'completed', content: 'Good day.', questions: [] });
  expect(_meta).toEqual({ 'durable-agents/run': run.id });
  expect(told[0]).toBe(`run ${run.id} is started`);
  expect(told).toContain('Ann is answering');
});

it('starts no second run when the same call names the same id', async () => {
  world.cast({ Ann: 'Once.' });
  const client = await connected();
  const call = { input: 'Hi', id: 'mcp-once' };
  const [first, second] = [await use(client, 'solo', call), await use(client, 'solo', call)];
  expect([first.run.id, second.run.id]).toEqual(['mcp-once', 'mcp-once']);
  expect(world.askedBy('Ann')).toHaveLength(1);
});

it('does not wait where it is not to, and follows the run later with what happened', async () => {
  world.cast({ Ann: { text: 'Later.', delayMs: 300 } });
  const client = await connected();
  const started = await use(client, 'solo', { input: 'Hi', wait: 0 });
  expect(started.run).toMatchObject({ status: 'running', content: null });
  expect(started.texts.at(-1)).toContain('follow_run');
  const { run } = await use(client, 'follow_run', { id: started.run.id });
  expect(run).toMatchObject({ status: 'completed', content: 'Later.' });
  expect(run['happened']).toContain('Ann is answering');
  const { runs } = (await use(client, 'list_runs', { name: 'Ann' })).run as unknown as {
    runs: { id: string }[];
  };
  expect(runs.map(({ id }) => id)).toContain(started.run.id);
});

it('ends a call when a person is asked, whose answer another call gives', async () => {
  const client = await connected();
  const asked = await use(client, 'asking', { input: 'Write!' });
  expect(asked.run).toMatchObject({ status: 'waiting', questions: [{ question: 'How long?' }] });
  expect(asked.texts.join('\n')).toContain('answer_question');
  const { id } = asked.run;
  const wrong = await use(client, 'answer_question', { id, answer: 'middling' });
  expect(wrong).toMatchObject({ isError: true });
  expect(wrong.texts[0]).toMatch(/^Input\.Invalid: .*short, long/);
  await use(client, 'answer_question', { id, answer: 'short', by: 'Ada' });
  const { run } = await use(client, 'follow_run', { id });
  expect(run).toMatchObject({ status: 'completed', content: 'short' });
});

it('tells of a tool call that needs approval, and makes it when it is allowed', async () => {
  world.cast({ Clerk: [{ toolCalls: [{ name: 'pay', arguments: { euros: 7 } }] }, 'It is paid.'] });
  const client = await connected();
  const asked = await use(client, 'paying', { input: 'Pay.' });
  expect(asked.texts.join('\n')).toMatch(/Clerk wants to call pay with .*7/);
  const inbox = await use(client, 'list_questions', {});
  expect(inbox.texts[0]).toContain(asked.run.id);
  await use(client, 'answer_question', { id: asked.run.id, approve: true });
  const { run } = await use(client, 'follow_run', { id: asked.run.id });
  expect(run.content).toBe('It is paid.');
});

it('gives a run that has failed as an error with its type and its id', async () => {
  world.cast({ Ann: { status: 400, error: 'no such model' } });
  const { isError, texts, run } = await use(await connected(), 'solo', { input: 'Hi' });
  expect(isError).toBe(true);
  expect(texts[0]).toMatch(/^Model\.Rejected: .*no such model/);
  expect(run).toMatchObject({ status: 'failed', error: { type: 'Model.Rejected' } });
});

it('refuses arguments that are none as a result, and a tool that is none as an error', async () => {
  const client = await connected();
  const { isError, texts } = await use(client, 'solo', { inptu: 'Hi' });
  expect(isError).toBe(true);
  expect(texts[0]).toMatch(/^Input\.Invalid: .*input/s);
  await expect(client.callTool({ name: 'nothing' })).rejects.toThrow(/there is no tool 'nothing'/);
});

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
  const { run } = await use(await connected(), 'get_run', { id });
  return run.status;
};

it('cancels the run when the client cancels its call', async () => {
  const cancelling = new AbortController();
  const { run, outcome } = await hanging(await connected(), { signal: cancelling.signal });
  cancelling.abort('the user has pressed stop');
  expect(await outcome).toBe('given up');
  await expect.poll(() => statusOf(run)).toBe('cancelled');
});

it('lets the run go on when the client has lost its patience, or has gone', async () => {
  const impatient = await hanging(await connected(), { timeout: 1_500 });
  expect(await impatient.outcome).toBe('given up');
  const leaving = await connected();
  const left = await hanging(leaving);
  await leaving.close();
  expect(await left.outcome).toBe('given up');
  expect(await Promise.all([statusOf(impatient.run), statusOf(left.run)])).toEqual([
    'running',
    'running',
  ]);
  const client = await connected();
  const ended = await use(client, 'cancel_run', { id: left.run });
  expect(ended.run.status).toBe('cancelled');
  await use(client, 'cancel_run', { id: impatient.run });
});

it('gives the result of a call whose connection was cut to the client that comes back', async () => {
  world.cast({ Ann: { text: 'After all.', delayMs: 1_500 } });
  let cut: (() => void) | undefined;
  const client = new Client({ name: 'test', version: '1' });
  clients.push(client);
  const transport = new StreamableHTTPClientTransport(new URL(`${world.server.url}/mcp`), {
    requestInit: { headers: { authorization: `Bearer ${tokens.all}` } },
    fetch: async (url, init) => {
      const answer = await fetch(url, init);
      const isCall = String(init?.body ?? '').includes('tools/call');
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
    },
  });
  await client.connect(transport);
  const call = use(client, 'solo', { input: 'Hi' });
  await world.untilAsked(1);
  cut?.();
  expect((await call).run).toMatchObject({ status: 'completed', content: 'After all.' });
  expect(world.askedBy('Ann')).toHaveLength(1);
});

it('shows a token of one user its own runs and teams only', async () => {
  world.cast({ Ann: 'Yes.' });
  const [ada, admin] = [await connected(tokens.ada), await connected()];
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
  const own = join(folder, 'own');
  mkdirSync(own);
  writeFileSync(join(own, 'tasting.yaml'), '# Knows teas.\nkind: agent\nname: Taster\n');
  writeFileSync(join(own, 'judge.yaml'), 'kind: person\nname: Judge\nquestion: Is it good?\n');
  const { OPENAI_API_KEY: _, ANTHROPIC_API_KEY: __, ...rest } = process.env;
  const env = { ...(rest as Record<string, string>), XDG_CONFIG_HOME: join(folder, 'config') };
  const args = [main, 'mcp', own, '--state', world.stateDir];
  const transport = new StdioClientTransport({
    command: process.execPath,
    args,
    env,
    cwd: folder,
    stderr: 'pipe',
  });
  const client = new Client({ name: 'test', version: '1' });
  const wrong: Error[] = [];
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
