import type { LocalClient } from '../product.ts';

/** A map that is to be run. */
export interface MapWork {
  id: string;
  items: number;
  /** Bytes of an item. */
  itemBytes: number;
  concurrency: number;
}

/** What it came to. */
export interface MapDone {
  /** Milliseconds until the client had the result, and those in which it read the items after that. */
  ms: number;
  readMs: number;
  succeeded: number;
  /** Items that were read with their answers. */
  read: number;
  /** Bytes of the result as it stands in Temporal. */
  resultBytes: number;
}

/** Runs a map over so many items, and reads what came of each. */
export async function runMap(
  client: LocalClient,
  provider: string,
  { id, items, itemBytes, concurrency }: MapWork,
): Promise<MapDone> {
  const agent = { kind: 'agent', name: 'agent', provider, model: 'bench', timeout: '1h' } as const;
  const most = { maxItems: 100_000, concurrency, timeout: '10h' };
  const input = Array.from({ length: items }, (_, index) => `${index} `.padEnd(itemBytes, 'x'));
  const started = performance.now();
  const step = { kind: 'map', step: agent, ...most } as const;
  const handle = await client.start(step, input.join('\n'), { id });
  const { succeeded } = await handle.result();
  const ms = performance.now() - started;
  let read = 0;
  for await (const { content } of handle.items()) read += content === null ? 0 : 1;
  const readMs = performance.now() - started - ms;
  const wire: unknown = await client.parts.temporal.workflow.getHandle(id).result();
  const resultBytes = Buffer.byteLength(JSON.stringify(wire));
  return { ms, readMs, succeeded, read, resultBytes };
}
