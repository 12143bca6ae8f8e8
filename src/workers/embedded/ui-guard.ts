import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';

/** Where the server itself serves its Web UI. */
export interface UiPlace {
  host: string;
  port: number;
}

/** What stands between browsers and the Web UI. */
export interface UiGuard {
  close(): void;
}

/** Bytes of an address and its headers: the Web UI has Markdown rendered that stands in the address. */
const longestHead = 128 * 1024;

/**
 * Serves the Web UI at its port of 127.0.0.1, for who has come to it by this machine's own name. A
 * web page of elsewhere whose name leads here, or that sends something from its own address, is
 * refused: the server itself would answer it.
 */
export async function guardUi(port: number, ui: UiPlace): Promise<UiGuard> {
  const server = createServer({ maxHeaderSize: longestHead }, (asked, answer) => {
    if (isOwn(asked)) return passOn(asked, answer, ui);
    answer.writeHead(403, { 'content-type': 'text/plain' });
    answer.end('This is served to this machine only: use http://127.0.0.1 or http://localhost.\n');
  });
  server.on('clientError', (_, socket) => socket.destroy());
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

const ownName = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/;

/** Any port, as one that was forwarded has another. */
function isOwn({ url = '', headers }: IncomingMessage): boolean {
  const { host = '', origin } = headers;
  const isSameSite =
    headers['sec-fetch-site'] !== 'cross-site' || headers['sec-fetch-mode'] === 'navigate';
  const isSameOrigin = origin === undefined || origin === `http://${host}`;
  return url.startsWith('/') && ownName.test(host) && isSameOrigin && isSameSite;
}

function passOn(asked: IncomingMessage, answer: ServerResponse, { host, port }: UiPlace): void {
  const { method, url, headers } = asked;
  const passed = request({ host, port, method, path: url, headers }, (answered) => {
    answer.writeHead(answered.statusCode ?? 502, answered.headers);
    answered.pipe(answer);
  });
  passed.on('error', () => {
    if (!answer.headersSent) answer.writeHead(502);
    answer.end();
  });
  answer.on('close', () => passed.destroy());
  asked.pipe(passed);
}
