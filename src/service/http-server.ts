import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { messageOf } from '../core/failures.ts';
import { invalidInput } from '../core/parse-input.ts';
import { refusalAnswer } from './doors/door.ts';
import { refusalOf } from './errors.ts';
import { withHeaders } from './security/headers.ts';

/** How slowly a request may come, in ms: who is slower is answered 408 and cut off. Answers may take as long as they like. */
export interface RequestPace {
  headersTimeout: number;
  /** With its body. */
  requestTimeout: number;
  /** Between two looks for requests that are late. */
  connectionsCheckingInterval: number;
}

const usualPace: RequestPace = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 2_000,
};

/** What is being answered when the service stops gets so long, in ms. */
const graceMs = 5_000;

/** A server of HTTP that does not listen yet. */
export function httpServer(
  fetch: (request: Request, env: object) => Response | Promise<Response>,
  pace: RequestPace = usualPace,
): Server {
  const answer = getRequestListener((request, env) => fetch(request, env), {
    overrideGlobalObjects: false,
    // of what cannot even be read as a request: its host or its address is none
    errorHandler: (error) => withHeaders(refusalAnswer({}, refusalOf(error)), {}),
  });
  return createServer({ ...pace }, (incoming, outgoing) => void answer(incoming, outgoing));
}

/**
 * Has a server listen.
 *
 * @returns the port
 * @throws `Input.Invalid` for an address that cannot be listened on
 */
export async function listen(
  server: Server,
  { host, port }: { host: string; port: number },
): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(notListening(error, host, port)));
    server.listen(port, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}

function notListening(error: Error & { code?: string }, host: string, port: number) {
  const messages: Partial<Record<string, string>> = {
    EADDRINUSE: `port ${port} of ${host} is taken: stop what listens there, or choose another one (--port)`,
    EACCES: `port ${port} may not be listened on: choose one above 1023 (--port)`,
    EADDRNOTAVAIL: `${host} is no address of this machine`,
    ENOTFOUND: `${host} is no address of this machine`,
  };
  const message = messages[error.code ?? ''] ?? messageOf(error);
  return invalidInput("the service's address", [{ path: '', message }]);
}

/** Stops to listen, and waits for what is being answered. */
export async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // those that are kept alive are closed once they have been answered
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const late = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearInterval(idle);
  clearTimeout(late);
}
