import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a server that can be blocked: what is on it then never arrives. */
export interface TcpRelay {
  /** `host:port`, to be used instead of the server's. */
  readonly address: string;
  /** Lets nothing through any more, in either direction, and breaks no connection. */
  block(): void;
  /** Breaks what was blocked, and lets new connections through. */
  open(): void;
  close(): Promise<void>;
}

/** @param saw is told what the server sends, as it passes */
export async function startTcpRelay(
  target: string,
  saw: (bytes: Buffer) => void = () => undefined,
): Promise<TcpRelay> {
  const [host = '', port = ''] = target.split(':');
  const sockets = new Set<Socket>();
  let blocked = false;
  const server = createServer((client) => {
    const upstream = connect(Number(port), host);
    upstream.on('data', saw);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
      from.on('data', (bytes) => blocked || to.write(bytes));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const breakAll = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    block: () => void (blocked = true),
    open() {
      breakAll();
      blocked = false;
    },
    async close() {
      breakAll();
      server.close();
    },
  };
}
