import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What a holder of a lock tells the resource that the lock guards. */
export interface Write {
  name: string;
  what: 'enter' | 'leave';
  /** `null`: the lock gives none. */
  fencing: number | null;
}

/** A resource that is guarded by a lock: it refuses a number below the highest that it has seen. */
export interface Resource {
  readonly url: string;
  /** In order of arrival. */
  readonly writes: (Write & { accepted: boolean })[];
  close(): void;
}

export async function startResource(): Promise<Resource> {
  const writes: Resource['writes'] = [];
  let highest = 0;
  const receive = async (incoming: IncomingMessage) => {
    const write = JSON.parse(await text(incoming)) as Write;
    const accepted = write.fencing === null || write.fencing >= highest;
    if (accepted) highest = write.fencing ?? 0;
    writes.push({ ...write, accepted });
    return accepted ? 200 : 409;
  };
  const server = createServer((incoming, response) => {
    receive(incoming).then(
      (status) => response.writeHead(status).end(),
      () => response.destroy(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, writes, close: () => void server.close() };
}

/** In a holder: writes, and says whether that was accepted. */
export async function writeTo(url: string, write: Write): Promise<boolean> {
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(write) });
  await answer.arrayBuffer();
  return answer.ok;
}

/** Accepted writes of a holder who was not the last one to enter. */
export function strayWrites(writes: Resource['writes']): number {
  let inside: string | null = null;
  let strays = 0;
  for (const { name, what } of writes.filter(({ accepted }) => accepted)) {
    if (what === 'enter') inside = name;
    else if (inside !== name) strays += 1;
  }
  return strays;
}

/**
 * Times that somebody entered while somebody else had not left and could still write. Who has a
 * number shuts out the holders of all lower ones by entering.
 */
export function doubleHolders(writes: Resource['writes']): number {
  let holder: Write | null = null;
  let doubles = 0;
  for (const write of writes.filter(({ accepted }) => accepted)) {
    const shutOut = write.fencing !== null && write.fencing > (holder?.fencing ?? 0);
    if (write.what === 'enter' && holder !== null && !shutOut) doubles += 1;
    if (write.what === 'enter') holder = write;
    else if (holder?.name === write.name) holder = null;
  }
  return doubles;
}

/** Who entered, in that order, each at the first time. */
export function firstEntries(writes: Resource['writes']): string[] {
  const entries = writes.filter(({ what, accepted }) => accepted && what === 'enter');
  return [...new Set(entries.map(({ name }) => name))];
}
