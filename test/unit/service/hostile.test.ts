import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EventSource } from '../../../src/client/index.ts';
import { createApp } from '../../../src/service/app.ts';
import { closeServer, httpServer, listen } from '../../../src/service/http-server.ts';
import { serviceAlone, type ServiceAlone } from '../../support/service-alone.ts';

/** IDLE_STREAMS=1000 for the full scale. */
const idleStreams = Number(process.env['IDLE_STREAMS'] ?? 100);

/** How often runs were looked up, and how many followers there are. */
const seen = { looks: 0, followers: 0 };

const temporal = {
  workflow: {
    getHandle: (id: string) => ({
      async describe() {
        seen.looks += 1;
        await sleep(5);
        return {
          workflowId: id,
          type: 'agent',
          status: { name: 'RUNNING' },
          typedSearchAttributes: { get: () => 'phil' },
        };
      },
    }),
  },
};

const event = { seq: 1, cursor: '1', at: '', run: 'quiet', path: '', type: 'run.started' };

/** Something at first, and then nothing for ever. */
function openEvents(): EventSource {
  let told = false;
  return {
    async next(_, signal) {
      if (!told) {
        told = true;
        return [event as never];
      }
      seen.followers += 1;
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      seen.followers -= 1;
      return [];
    },
    end: () => Promise.resolve([]),
  };
}

const pace = { headersTimeout: 300, requestTimeout: 400, connectionsCheckingInterval: 50 };

let alone: ServiceAlone;
let server: ReturnType<typeof httpServer>;
let port: number;
let url: string;

beforeAll(async () => {
  alone = await serviceAlone({ maxBodyBytes: 100_000 }, { temporal, openEvents } as never);
  server = httpServer(createApp(alone.service).fetch, pace);
  port = await listen(server, { host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${port}`;
});

afterAll(async () => {
  await alone[Symbol.asyncDispose]();
  await closeServer(server);
});

/** Sends bytes as they are, and gives what comes until the connection ends, or the first line of it. */
async function raw(bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  let answer = '';
  socket.on('data', (data) => (answer += data.toString()));
  socket.write(bytes);
  await new Promise<void>((resolve) => {
    socket.on('close', () => resolve());
    socket.on('data', () => /\r\n\r\n/.test(answer) && resolve());
  });
  socket.destroy();
  return answer;
}

const statusOf = async (bytes: string) => Number((await raw(bytes)).split(' ')[1] ?? 0);
const get = (path: string, more = '') =>
  `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n${more}\r\n`;

it.each([
  ['two lengths', 'POST', 'Content-Length: 2\r\nContent-Length: 3\r\n', '{}', 400],
  [
    'a length and chunks',
    'POST',
    'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n',
    '0\r\n\r\n',
    400,
  ],
  ['chunks that are none', 'POST', 'Transfer-Encoding: xchunked\r\n', '0\r\n\r\n', 400],
  ['a second host', 'GET', 'Host: evil.example\r\n', '', 400],
  ['a name with a space', 'GET', 'X-Token : 1\r\n', '', 400],
  ['a line feed alone', 'GET', 'X-A: 1\nX-B: 2\r\n', '', 400],
  ['a zero byte', 'GET', 'X-A: 1\0\r\n', '', 400],
  ['more than 16 KB of headers', 'GET', `X-A: ${'x'.repeat(20_000)}\r\n`, '', 431],
])('refuses a request with %s', async (_, method, ...[headers, body, status]) => {
  const head = `${method} /v1/teams HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${headers}\r\n`;
  expect(await statusOf(head + body)).toBe(status);
});

it('refuses a request without a host, or for another than it says', async () => {
  expect(await statusOf('GET /v1/teams HTTP/1.1\r\n\r\n')).toBe(400);
  expect(await statusOf(get('http://evil.example/v1/teams'))).toBe(400);
  const evil = 'GET /v1/teams HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n';
  expect(await statusOf(evil)).toBe(403);
});

it.each([
  ['no host', ''],
  ['an empty host', 'Host:\r\n'],
  ['a host that is none', 'Host: local host\r\n'],
  ['a host with a path', `Host: localhost/../x\r\n`],
  ['a port that is none', 'Host: localhost:99999\r\n'],
])('refuses a request with %s in the form of every error', async (_, host) => {
  const answer = await raw(`GET /v1/teams HTTP/1.0\r\n${host}Connection: close\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(answer).toMatch(/content-security-policy: default-src 'none'/i);
  expect(answer).toContain('application/json');
});

it.each(['%2F', '%2Fx'])('knows no run %s', async (id) => {
  for (const path of ['', '/events', '/turns', '/input'])
    expect((await fetch(`${url}/v1/runs/${id}${path}`)).status).toBe(404);
});

it('refuses control characters in what is looked for', async () => {
  for (const query of ['runs?user=%00', 'runs?name=%00', 'threads?user=%00', 'threads?after=%00'])
    expect((await fetch(`${url}/v1/${query}`)).status).toBe(422);
  expect((await fetch(`${url}/v1/inbox?assignee=%00`)).status).toBe(422);
  expect((await fetch(`${url}/v1/runs/quiet/turns/%00`)).status).toBe(422);
  expect((await fetch(`${url}/v1/threads/%00/messages`)).status).toBe(404);
});

it.each([
  '/../../../etc/passwd',
  '/%2e%2e/%2e%2e/etc/passwd',
  '/..%2f..%2fpackage.json',
  '/assets/..%2f..%2f..%2fpackage.json',
  '/assets/....//package.json',
  '//etc/passwd',
  '/etc/passwd%00.js',
  '/%c0%ae%c0%ae/etc/passwd',
  '/..\\..\\package.json',
  '/package.json',
  '/.env',
  '/v1/teams/..%2f..%2fpackage',
  '/v1/teams/__proto__',
  '/v1/teams/constructor',
])('serves nothing at %s', async (path) => {
  const answer = await raw(get(path));
  expect([400, 404]).toContain(Number(answer.split(' ')[1]));
  expect(answer).not.toMatch(/root:|"dependencies"|TOKEN/);
});

it.each(['TRACE', 'CONNECT', 'PATCH', 'PROPFIND'])('refuses the method %s', async (method) => {
  const head = `${method} /v1/teams HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`;
  expect([0, 400, 405, 501]).toContain(await statusOf(head));
});

const post = (body: string, headers = `Content-Length: ${Buffer.byteLength(body)}\r\n`) =>
  `POST /v1/runs HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\n${headers}\r\n${body}`;

it('answers 413 to a body that is too long before it has come, and to chunks without an end', async () => {
  expect(await statusOf(post('', 'Content-Length: 99999999999\r\n'))).toBe(413);
  const chunk = `8000\r\n${'x'.repeat(0x8000)}\r\n`;
  expect(await statusOf(post(chunk.repeat(6), 'Transfer-Encoding: chunked\r\n'))).toBe(413);
});

it('cuts off who sends its headers or its body slowly', async () => {
  expect(await raw('GET /v1/teams HTTP/1.1\r\nHost: 127')).toMatch(/^HTTP\/1\.1 408 /);
  expect(await raw(post('{"input":', 'Content-Length: 100\r\n'))).toMatch(/^HTTP\/1\.1 408 /);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

it.each([
  [
    'unknown fields without end',
    `{${Array.from({ length: 9_000 }, (_, at) => `"f${at}":1`).join()}}`,
  ],
  ['values without end', `{"input":"Hi","spec":{"a":[${'1,'.repeat(45_000)}1]}}`],
  [
    'agents without end',
    `{"input":"Hi","spec":{"kind":"parallel","name":"P","agents":[${'1,'.repeat(45_000)}1]}}`,
  ],
  ['a number without end', `{"input":${'9'.repeat(90_000)}}`],
  ['a key without end', `{"${'k'.repeat(90_000)}":1}`],
])('refuses JSON with %s quickly and in few words', async (_, body) => {
  const began = performance.now();
  const answer = await fetch(`${url}/v1/runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  expect(answer.status).toBe(422);
  expect((await answer.text()).length).toBeLessThan(300_000);
  expect(performance.now() - began).toBeLessThan(2_000);
});

it('refuses JSON of more values than anybody needs', async () => {
  await using large = await serviceAlone();
  const body = `[${'1,'.repeat(200_000)}1]`;
  const headers = { 'content-type': 'application/json' };
  const answer = await large.ask('/v1/runs', { method: 'POST', headers, body });
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain('more than 100000 values');
});

it(`holds ${idleStreams} idle event streams for few look-ups and little memory, and lets go of them`, async () => {
  Object.assign(seen, { looks: 0, followers: 0 });
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  const gone = new AbortController();
  const open = async () => {
    const answer = await fetch(`${url}/v1/runs/quiet/events`, { signal: gone.signal });
    expect(answer.status).toBe(200);
    const reader = answer.body?.getReader();
    return (await reader?.read())?.value;
  };
  const streams = await Promise.all(Array.from({ length: idleStreams }, open));
  expect(streams.every((first) => first !== undefined)).toBe(true);
  await expect.poll(() => seen.followers).toBe(idleStreams);
  expect(seen.looks).toBeLessThan(idleStreams / 4);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  // both ends are in this process
  expect((process.memoryUsage().rss - before) / idleStreams).toBeLessThan(400_000);
  gone.abort();
  await expect.poll(() => seen.followers).toBe(0);
});
