import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import type { Status } from './status.ts';

export interface Leases {
  /** On 127.0.0.1. */
  port: number;
  /** Tells everyone who holds a lease, and whoever takes one later. */
  announce(status: Status): void;
  /** Ends every lease and takes no more. */
  close(): void;
}

/** A command that ends and one that begins right after it use the same server. */
const graceMs = 1_500;
/** Longer than a client needs from the start of a keeper to its lease: it looks every 50 ms. */
const firstGraceMs = 3_000;
const handshakeMs = 2_000;

/**
 * Takes leases: a lease is a connection that has shown the token, and lives as long as it does.
 *
 * @param onIdle called when nobody has held a lease for the grace time
 */
export async function openLeases(token: string, onIdle: () => void): Promise<Leases> {
  const held = new Set<Socket>();
  let countdown = setTimeout(onIdle, firstGraceMs);
  let latest: Status = { state: 'starting' };
  const listener = createServer((socket) =>
    handshake(socket, token, () => {
      clearTimeout(countdown);
      held.add(socket);
      socket.once('close', () => {
        held.delete(socket);
        if (held.size === 0) countdown = setTimeout(onIdle, graceMs);
      });
      tell(socket, latest);
    }),
  );
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return {
    port: (listener.address() as AddressInfo).port,
    announce(status) {
      latest = status;
      for (const socket of held) tell(socket, status);
    },
    close() {
      listener.close();
      for (const socket of held) socket.end();
    },
  };
}

function tell(socket: Socket, status: Status): void {
  socket.write(`${JSON.stringify(status)}\n`);
}

function handshake(socket: Socket, token: string, admit: () => void): void {
  const tooLate = setTimeout(() => socket.destroy(), handshakeMs);
  socket.on('error', () => socket.destroy());
  socket.once('close', () => clearTimeout(tooLate));
  const lines = createInterface({ input: socket });
  // it repeats the errors of the socket, and an error without a listener would end the process
  lines.on('error', () => socket.destroy());
  lines.once('line', (line) => {
    clearTimeout(tooLate);
    if (sameText(line, token)) admit();
    else socket.destroy();
  });
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
