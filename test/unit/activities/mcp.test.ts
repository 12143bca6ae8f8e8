import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { RunFollower } from '../../../src/activities/events/run-follower.ts';
import { McpPool, type McpPoolOptions } from '../../../src/activities/mcp/pool.ts';
import { answerFrom } from '../../../src/activities/mcp/result-text.ts';
import { readStoredTexts } from '../../../src/activities/stored-texts.ts';
import { createToolActivities } from '../../../src/activities/tools/tool-activities.ts';
import { mcpServersSchema } from '../../../src/core/mcp-servers.ts';
import type { ToolDefinition } from '../../../src/core/model-call.ts';
import type { ToolOutcome, ToolRun } from '../../../src/core/tools.ts';
import { activityEnvironment, memoryStore } from './fixtures.ts';

const script = fileURLToPath(new URL('../../support/mcp-server.mjs', import.meta.url));
const pools: McpPool[] = [];

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

interface Given extends McpPoolOptions {
  settings?: object;
}

/** A worker with the server `test`, and what that has noted. */
async function worker({ settings, ...options }: Given = {}) {
  const file = join(mkdtempSync(join(tmpdir(), 'mcp-')), 'notes');
  const servers = mcpServersSchema.parse({
    test: { command: process.execPath, args: [script, file], ...settings },
    gone: { command: process.execPath, args: ['-e', 'process.exit(3)'] },
    missing: { command: '/nowhere/at-all' },
  });
  const pool = new McpPool(servers, options);
  pools.push(pool);
  const store = await memoryStore();
  const activities = createToolActivities(store, [], { mcp: pool });
  const environment = activityEnvironment();
  const describeTools = async (...names: string[]) => {
    const { definitions, ...rest } = await activities.describeTools({ names });
    const filled = await readStoredTexts(store.messages, definitions);
    return { definitions: JSON.parse(filled(definitions)) as ToolDefinition[], ...rest };
  };
  let index = 0;
  const call = (tool: string, text = 'hi', maxAttempts = 1): Promise<ToolOutcome> =>
    environment.run(() => activities.runTool(runOf(tool, text, maxAttempts, index++)));
  const notes = () => readFileSync(file, 'utf8').trim().split('\n');
  const progress = async () => {
    const events = await (await RunFollower.open(store.events, 'run-1', '0')).read();
    return events.flatMap((event) => (event.type === 'tool.progress' ? [event.message] : []));
  };
  return { describeTools, call, notes, pool, environment, progress };
}

function runOf(tool: string, text: string, maxAttempts: number, index: number): ToolRun {
  return {
    key: { execution: 'exec', step: 'ann', number: 1 },
    message: 'exec/ann#1',
    index,
    call: { id: `call-${index}`, name: `test__${tool}`, arguments: JSON.stringify({ text }) },
    owner: { run: 'run-1', workflow: 'run-1', user: null },
    agentName: 'Ann',
    from: { server: 'test', tool, maxAttempts },
  };
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const pidOf = (note = '') => Number(note.split(' ').at(-1));

describe('tools of a server', () => {
  it('are told under names that every API takes, each its own', async () => {
    const { describeTools } = await worker();
    const { definitions, tools } = await describeTools('mcp:test/*');
    const names = definitions.map(({ name }) => name);
    expect(names).toEqual(tools.map(({ name }) => name));
    expect(names.filter((name) => !/^[\w-]{1,64}$/.test(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    expect(tools.map(({ from }) => from?.tool)).toContain('n'.repeat(100));
    expect(names.filter((name) => name.startsWith('test__read_it_'))).toHaveLength(2);
    expect(definitions[0]?.description).toBe('Says it\\x1b[2J again.');
  });

  it('are left out and named where their schema is broken; the others work', async () => {
    const { describeTools, call } = await worker();
    const { tools, problems = [] } = await describeTools('mcp:test/*');
    expect(problems.map((each) => /'(\w+)' of the server/.exec(each)?.[1])).toEqual([
      'deep',
      'broken',
      'none',
    ]);
    expect(tools).toHaveLength(12);
    expect(await call('echo')).toMatchObject({ content: 'echo: hi', failed: false });
  });

  it('are tried once, unless they may be repeated or the configuration says so', async () => {
    const attempts = async (settings: object) => {
      const { describeTools } = await worker({ settings });
      return (await describeTools('mcp:test/echo', 'mcp:test/read.it')).tools.map(
        (tool) => tool.maxAttempts,
      );
    };
    expect(await attempts({})).toEqual([1, 3]);
    expect(await attempts({ retry: true })).toEqual([3, 3]);
  });

  it.each(['gone', 'missing', 'unheard-of'])(
    "are a problem, not an error, where the server is '%s'",
    async (name) => {
      const { describeTools } = await worker();
      const { tools, problems } = await describeTools(`mcp:${name}/*`, 'mcp:test/echo');
      expect(tools.map((tool) => tool.name)).toEqual(['test__echo']);
      expect(problems).toEqual([expect.stringContaining(`the server '${name}' does not answer`)]);
    },
  );
});

describe('calls of a server', () => {
  it('share one connection, which is opened again when it died', async () => {
    const { call, notes } = await worker();
    await Promise.all([call('echo'), call('echo'), call('echo')]);
    expect(await call('die')).toMatchObject({ failed: true, gone: 'test' });
    expect((await call('echo')).failed).toBe(false);
    expect(notes().filter((note) => note.startsWith('started'))).toHaveLength(2);
  });

  it('are tried again, where they may be, when the connection breaks', async () => {
    const { call } = await worker();
    await expect(call('die', 'hi', 2)).rejects.toMatchObject({ nonRetryable: false });
  });

  it('say as data what the server says went wrong, and that a result is too long', async () => {
    const { call } = await worker();
    expect(await call('wrong')).toMatchObject({ failed: true, content: 'wrong: hi' });
    const giant = await call('giant');
    expect(giant).toMatchObject({ failed: true });
    expect(giant.content).toContain('2000000 bytes, of which at most 1000000 are read');
  });

  it('are not waited for beyond their time, and the server is told', async () => {
    const { call, notes, describeTools } = await worker({ settings: { timeout: '500ms' } });
    await describeTools('mcp:test/echo'); // to start it takes its own time
    await Promise.allSettled([call('hang')]);
    await vi.waitFor(() => expect(notes().at(-1)).toContain('cancelled'), 5_000);
  });

  it('are cancelled at the server as well', async () => {
    const { call, notes, environment } = await worker();
    const hanging = call('hang');
    hanging.catch(() => undefined);
    await vi.waitFor(() => expect(notes().at(-1)).toContain('called hang'), 5_000);
    environment.cancel();
    await expect(hanging).rejects.toThrow(/cancel/i);
    await vi.waitFor(() => expect(notes().at(-1)).toContain('cancelled'), 5_000);
  });
});

describe('the process of a server', () => {
  it('is ended when nobody has used it for a while, and when the worker stops', async () => {
    const { call, notes, pool } = await worker({ idleMs: 50 });
    await call('echo');
    const first = pidOf(notes()[0]);
    await vi.waitFor(() => expect(isAlive(first)).toBe(false), 5_000);
    await call('echo');
    const second = pidOf(notes().at(-1));
    expect(second).not.toBe(first);
    await pool.close();
    await vi.waitFor(() => expect(isAlive(second)).toBe(false), 5_000);
  });

  it('has of the environment what is named, and what it writes goes to the log without it', async () => {
    vi.stubEnv('MCP_TEST_SECRET', 'a-very-secret-word-1');
    const logged: string[] = [];
    const log = (line: string) => void logged.push(line);
    const { call } = await worker({ log, settings: { env: ['MCP_TEST_SECRET'] } });
    await call('echo');
    await vi.waitFor(() => expect(logged).toHaveLength(1), 5_000);
    expect(logged[0]).toBe('[mcp test] the secret is [key removed]\\x1b[31m');
    const closed = await worker({ settings: { env: ['MCP_TEST_UNSET'] } });
    const { problems } = await closed.describeTools('mcp:test/*');
    expect(problems?.[0]).toContain('it needs MCP_TEST_UNSET, which is not set');
    vi.unstubAllEnvs();
  });
});

describe('a value of the environment', () => {
  it('is in nothing that the server tells: its schemas, its progress, its results', async () => {
    vi.stubEnv('MCP_TEST_SECRET', 'a-very-secret-word-2');
    const settings = { env: ['MCP_TEST_SECRET'] };
    const { describeTools, call, progress } = await worker({ settings });

    const { definitions } = await describeTools('mcp:test/tells');
    const { content } = await call('tells', 'a-very-secret-word-2');

    expect(JSON.stringify(definitions)).toContain('"default":"[key removed]"');
    expect(content).toBe('tells: [key removed]');
    await vi.waitFor(async () => expect(await progress()).toEqual(['[key removed]']), 10_000);
    vi.unstubAllEnvs();
  });
});

describe('a result', () => {
  it('says of images and resources what they are', () => {
    const content = [
      { type: 'text', text: 'see' },
      { type: 'image', mimeType: 'image/png', data: 'AAAA' },
      { type: 'resource', resource: { uri: 'file:///a', text: 'inside' } },
      { type: 'resource', resource: { uri: 'file:///b', mimeType: 'x/y', blob: 'AAA=' } },
      { type: 'resource_link', uri: 'file:///c', name: 'c' },
    ];
    expect(answerFrom({ content }).text.split('\n')).toEqual([
      'see',
      '[image: image/png, 3 bytes, not shown]',
      '[resource: file:///a]',
      'inside',
      '[resource: file:///b, x/y, 2 bytes, not shown]',
      '[resource: file:///c (c), not read]',
    ]);
    expect(answerFrom({}).text).toBe('done');
    for (const none of [null, 'text', { content: 'text' }])
      expect(answerFrom(none)).toMatchObject({
        failed: true,
        text: expect.stringMatching(/is none/),
      });
    expect(answerFrom({ content: [], structuredContent: { a: 1 } }).text).toBe('{"a":1}');
  });
});
