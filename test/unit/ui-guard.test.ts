import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../src/workers/embedded/ports.ts';
import { guardUi, type UiGuard } from '../../src/workers/embedded/ui-guard.ts';

/** Stands for the server's own Web UI, and answers whoever asks. */
const behind = createServer((asked, answer) => {
  asked.resume();
  answer.writeHead(200, { 'x-asked': `${asked.method} ${asked.url}` });
  answer.end('secret');
});
let guard: UiGuard;
let port: number;

beforeAll(async () => {
  behind.listen(0, '127.0.0.1');
  await once(behind, 'listening');
  port = await freePort();
  guard = await guardUi(port, { host: '127.0.0.1', port: (behind.address() as AddressInfo).port });
});

afterAll(() => {
  guard.close();
  behind.close();
});

async function ask(headers: Record<string, string>, method = 'GET', path = '/api/v1/namespaces') {
  const sent = request({ host: '127.0.0.1', port, method, path, headers }).end(
    method === 'POST' ? '{}' : undefined,
  );
  const [answer] = (await once(sent, 'response')) as [import('node:http').IncomingMessage];
  let text = '';
  for await (const part of answer) text += String(part);
  return { status: answer.statusCode, text, asked: answer.headers['x-asked'] };
}

describe('the Web UI', () => {
  it.each([
    ['its own name', {}],
    ['localhost', { host: 'localhost:80' }],
    ['a port that was forwarded', { host: 'localhost:8080' }],
    ['IPv6', { host: '[::1]:8080' }],
    ['a link on another page', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }],
  ])('answers this machine: %s', async (_, headers) => {
    expect(await ask(headers)).toEqual({
      status: 200,
      text: 'secret',
      asked: 'GET /api/v1/namespaces',
    });
  });

  it('takes writes of its own pages, and of programs', async () => {
    const host = `127.0.0.1:${port}`;

    expect(await ask({ host, origin: `http://${host}` }, 'POST')).toMatchObject({ status: 200 });
    expect(await ask({ host }, 'POST')).toMatchObject({ status: 200 });
  });

  it.each([
    ['a name that leads here', { host: 'evil.example' }, 'GET'],
    ['a name that begins like ours', { host: 'localhost.evil.example:80' }, 'GET'],
    ['a page of elsewhere that writes', { origin: 'http://evil.example' }, 'POST'],
    ['a page of another port', { origin: 'http://127.0.0.1:3000' }, 'POST'],
    ['a page without an address', { origin: 'null' }, 'POST'],
    ['a page of elsewhere that reads', { origin: 'http://evil.example' }, 'GET'],
    [
      'a picture on another page',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
      'GET',
    ],
  ])('refuses %s', async (_, headers, method) => {
    const answered = await ask(headers, method);

    expect(answered).toMatchObject({ status: 403, asked: undefined });
    expect(answered.text).not.toContain('secret');
  });

  it('is no proxy to other places', async () => {
    expect(await ask({}, 'GET', 'http://evil.example/')).toMatchObject({ status: 403 });
  });
});
