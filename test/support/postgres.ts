/** A Postgres of the tests' own: a new cluster in a folder of its own, on a free port. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

/** A server, or the reason why there is none. */
export type TestPostgres = { url: string; close(): Promise<void> } | { missing: string };

/** Starts a server, unless TEST_POSTGRES_URL names one; a machine without Postgres gives the reason. */
export async function startPostgres(): Promise<TestPostgres> {
  const given = process.env['TEST_POSTGRES_URL'];
  if (given) return { url: given, close: async () => {} };
  const bin = binaries();
  if (bin === undefined) return { missing: 'no Postgres server is installed (initdb, postgres)' };
  if (isRoot() && !hasUser('postgres'))
    return { missing: "Postgres does not run as root, and there is no user 'postgres'" };
  const folder = mkdtempSync(join(tmpdir(), 'durable-agents-postgres-'));
  chmodSync(folder, 0o777);
  const data = join(folder, 'data');
  asPostgres(join(bin, 'initdb'), [
    '-D',
    data,
    '-U',
    'postgres',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--no-sync',
  ]);
  const port = await freePort();
  const server = serve(join(bin, 'postgres'), data, folder, port);
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await untilAnswers(url, server);
  return {
    url,
    async close() {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGINT'); // its fast shutdown
      await ended;
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Makes an empty database on a server and gives its address. */
export async function freshDatabase(serverUrl: string): Promise<string> {
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

function binaries(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian)
    ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a))
    : [];
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(':'),
  ];
  return folders.find((folder) =>
    ['initdb', 'postgres'].every((name) => existsSync(join(folder, name))),
  );
}

const isRoot = () => process.getuid?.() === 0;

function hasUser(name: string): boolean {
  try {
    execFileSync('id', ['-u', name], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function commandAsPostgres(file: string, args: string[]): [string, string[]] {
  return isRoot()
    ? ['setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', file, ...args]]
    : [file, args];
}

function asPostgres(file: string, args: string[]): void {
  const [command, words] = commandAsPostgres(file, args);
  execFileSync(command, words, { cwd: tmpdir(), stdio: ['ignore', 'ignore', 'pipe'] });
}

function serve(file: string, data: string, socket: string, port: number): ChildProcess {
  const args = ['-D', data, '-p', String(port), '-k', socket, '-c', 'listen_addresses=127.0.0.1'];
  const [command, words] = commandAsPostgres(file, [...args, '-c', 'max_connections=300']);
  return spawn(command, words, { cwd: tmpdir(), stdio: 'ignore' });
}

async function untilAnswers(url: string, server: ChildProcess): Promise<void> {
  for (const limit = Date.now() + 20_000; ; await sleep(100)) {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      return await client.end();
    } catch (error) {
      if (server.exitCode !== null || Date.now() > limit) throw error;
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
