import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** Stands before a service, and loses the first answer that it has given. */
export interface LosingProxy extends AsyncDisposable {
  url: string;
  /** What came: the headers of each request, and the run that answered it. */
  seen: { headers: IncomingHttpHeaders; run: string | null }[];
}

export async function losingProxy(to: string): Promise<LosingProxy> {
  const seen: LosingProxy['seen'] = [];
  const server = createServer((request, response) => {
    const { headers, method = 'GET', url = '/' } = request;
    void (async () => {
      const own = ['authorization', 'content-type', 'x-stainless-retry-count'];
      const passed = own.flatMap((name) => {
        const value = headers[name];
        return typeof value === 'string' ? [[name, value] as [string, string]] : [];
      });
      const body = await buffer(request);
      const answer = await fetch(`${to}${url}`, { method, headers: passed, body });
      const text = await answer.text();
      seen.push({ headers, run: answer.headers.get('x-run-id') });
      if (seen.length === 1) return request.socket.destroy();
      response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(text);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    async [Symbol.asyncDispose]() {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}
