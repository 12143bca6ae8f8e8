import { randomInt } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { aNumber, type Formed, objectOf, readForm } from '../../core/form.ts';

const portsForm = objectOf({ grpc: aNumber, ui: aNumber, http: aNumber });

/** The ports of a dev server on 127.0.0.1: gRPC, Web UI and Temporal's HTTP API. */
export type Ports = Formed<typeof portsForm>;

/**
 * Below what Linux and macOS give to outgoing connections: nothing takes a port by chance while the
 * server is down, and a client that keeps trying to connect cannot meet itself there.
 */
const range = [17_000, 32_000] as const;

/** The ports kept in a file, each replaced by a free one if another program has taken it. */
export async function choosePorts(file: string): Promise<Ports> {
  const kept = await readPorts(file);
  const chosen = {
    grpc: await freePort(kept?.grpc),
    ui: await freePort(kept?.ui),
    http: await freePort(kept?.http),
  };
  if (JSON.stringify(kept) !== JSON.stringify(chosen)) await writePorts(file, chosen);
  return chosen;
}

/** A port of 127.0.0.1 that nothing listens on: the wanted one if it is free. */
export async function freePort(wanted?: number): Promise<number> {
  for (let port = wanted ?? randomInt(...range); ; port = randomInt(...range)) {
    if (await isFree(port)) return port;
  }
}

/** How many ports are tried one after another. */
const tried = 20;

/**
 * Starts something that listens on a port of 127.0.0.1: this one, or the first of the next that is
 * free, else any. Others may take a port in the same moment.
 *
 * @throws what `start` throws, where nobody has taken its port
 */
export async function atFreePort<T>(from: number, start: (port: number) => Promise<T>): Promise<T> {
  for (let port = from; port < from + tried; port += 1) {
    if (!(await isFree(port))) continue;
    try {
      return await start(port);
    } catch (error) {
      if (await isFree(port)) throw error;
    }
  }
  return await start(await freePort());
}

async function isFree(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      server.close(() => resolve(true));
    });
  });
}

/** Whether something listens on a port of this machine. */
export async function isOpen(port: number, host = '127.0.0.1'): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect(port, host);
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

async function readPorts(file: string): Promise<Ports | undefined> {
  try {
    const read = readForm(portsForm, JSON.parse(await readFile(file, 'utf8')));
    return read.ok ? read.value : undefined;
  } catch {
    return undefined;
  }
}

async function writePorts(file: string, ports: Ports): Promise<void> {
  await writeFile(`${file}.draft`, `${JSON.stringify(ports)}\n`, { mode: 0o600 });
  await rename(`${file}.draft`, file);
}
