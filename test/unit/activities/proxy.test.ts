import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Answer } from '../../../src/activities/providers/http/provider-fetch.ts';
import { readText } from '../../../src/activities/providers/http/read-body.ts';
import { openConnection } from '../../../src/client/runs/server-connection.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** A proxy that refuses everything and remembers what it was asked for. */
async function proxy(noProxy = ''): Promise<string[]> {
  const asked: string[] = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    asked.push(request.url ?? '');
    response.writeHead(502).end();
  });
  server.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  const url = `http://127.0.0.1:${await listening(server)}`;
  for (const name of ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'grpc_proxy'])
    vi.stubEnv(name, url);
  for (const name of ['no_proxy', 'NO_PROXY', 'no_grpc_proxy']) vi.stubEnv(name, noProxy);
  return asked;
}

async function ask(url: string): Promise<string> {
  const { providerFetch } =
    await import('../../../src/activities/providers/http/provider-fetch.ts');
  const answer = await providerFetch(url, {}).catch(() => undefined);
  if (answer === undefined) return 'refused';
  const { body, headers } = answer as unknown as Answer;
  return await readText(body, headers, 1_000);
}

describe('with a proxy in the environment, a provider', () => {
  it.each(['127.0.0.1', 'localhost'])('at %s is asked directly', async (host) => {
    const asked = await proxy('elsewhere.test');
    const port = await listening(createServer((_, response) => response.end('here')));

    expect(await ask(`http://${host}:${port}/v1`)).toBe('here');
    expect(asked).toEqual([]);
  });

  it('elsewhere is asked through it, unless NO_PROXY says otherwise', async () => {
    const asked = await proxy('.house.test');

    await ask('http://models.test/v1');
    await ask('http://own.house.test/v1');

    expect(asked).toEqual(['http://models.test/v1']);
  });
});

describe('with a proxy in the environment, a Temporal server on this machine', () => {
  it('is spoken to directly', async () => {
    const asked = await proxy();
    let calls = 0;
    const port = await listening(createTcpServer((socket) => void socket.end(void calls++)));

    const failed = openConnection(`127.0.0.1:${port}`, { connectTimeout: 500 });

    await expect(failed).rejects.toThrow(/deadline|connect/i);
    expect(calls).toBeGreaterThan(0);
    expect(asked).toEqual([]);
  });
});
