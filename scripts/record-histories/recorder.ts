import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { Failure } from '../../src/core/failures.ts';
import type { LiveWorld } from '../../test/support/live-world.ts';
import { childrenIn, type EventJson, exportHistory } from '../../test/support/run-history.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Where histories are stored. */
export const folder = join(root, 'test/replay/histories');

/** Bytes from which on a history is stored compressed. */
const plainBytes = 250_000;

/** Has something happen in a world, and writes the histories of it under a name and what begins with it. */
export type Scenario = (world: LiveWorld, name: string) => Promise<void>;

/** Writes the history of a run, and those of its children as `NAME-child-1` and so on. */
export async function writeRun({ temporal }: LiveWorld, name: string, id = name): Promise<void> {
  const { events } = await exportHistory(temporal, id);
  writeHistory(name, events);
  for (const [index, child] of childrenIn(events).entries())
    writeHistory(`${name}-child-${index + 1}`, (await exportHistory(temporal, child)).events);
}

/** Writes the history of a workflow up to where it was continued as new, and after it as `NAME-next`. */
export async function writeContinued(
  { temporal }: LiveWorld,
  name: string,
  id = name,
): Promise<void> {
  const { events } = await exportHistory(temporal, id);
  const started = events[0]?.['workflowExecutionStartedEventAttributes'];
  const { continuedExecutionRunId: before } = started as { continuedExecutionRunId?: string };
  if (before === undefined) throw new Error(`${name}: it was not continued as new`);
  writeHistory(name, (await exportHistory(temporal, id, before)).events);
  writeHistory(`${name}-next`, events);
}

/** An event a line; compressed where it is long. */
export function writeHistory(name: string, events: EventJson[]): void {
  const lines = events.map((event) => JSON.stringify(event, withoutMachine));
  const json = `{"events":[\n${lines.join(',\n')}\n]}\n`;
  if (json.length < plainBytes) writeFileSync(join(folder, `${name}.json`), json);
  else writeFileSync(join(folder, `${name}.json.gz`), gzipSync(json, { level: 9 }));
  console.log(`${name}: ${events.length} events`);
}

/** Who did it, on which machine and in which folder, is nobody's business. */
function withoutMachine(key: string, value: unknown): unknown {
  if (key === 'identity' || key === 'workerInstanceKey') return undefined;
  if (key === 'stackTrace') return String(value).replaceAll(root, '');
  const isOwnQueue = key === 'name' && typeof value === 'string' && /^\d+@/.test(value);
  return isOwnQueue ? 'sticky' : value;
}

/** What a scenario is about has to have happened in it. */
export function expectRun(
  name: string,
  result: { success: boolean; error: { type: string; message: string } | null },
  error: keyof typeof Failure | null = null,
): void {
  if (error === null ? result.success : result.error?.type === Failure[error]) return;
  throw new Error(`${name}: ended otherwise: ${result.error?.message ?? 'it was a success'}`);
}
