import { batchesOf } from '../../core/batches.ts';
import { fillAll, messagesIn } from '../../core/content.ts';
import { mapEveryResult } from '../../core/kinds/results.ts';
import { readJsonReply } from '../../core/json-reply.ts';
import type { StoredText } from '../../core/model-call.ts';
import type { StepResult } from '../../core/kinds/step.ts';
import { readThroughWorker, type TextReader } from './worker-query.ts';

/** Bytes of messages that one reading run gives at most; a single longer one comes by itself. */
const pageBytes = 1_000_000;

/**
 * The result with every stored text read and put in its place.
 *
 * @throws `Worker.Unconfigured` when no worker reads them within 30 s
 */
export async function fillResult(
  reader: TextReader,
  wire: StepResult,
): Promise<StepResult<string>> {
  return presentable((await fillTexts(reader, wire)) as StepResult<string>);
}

/** A JSON value in which every text has become a plain string; reads them only if it has to. */
export async function fillTexts(reader: TextReader, wire: unknown): Promise<unknown> {
  const texts = await readMessages(reader, messagesIn(wire));
  return fillAll(wire, (id) => texts.get(id) ?? '');
}

async function readMessages(reader: TextReader, wanted: Map<string, number>) {
  const texts = new Map<string, string>();
  for (const ids of pages(wanted)) {
    for (const { id, text } of await readPage(reader, ids)) texts.set(id, text);
  }
  return texts;
}

async function readPage(reader: TextReader, ids: string[]): Promise<StoredText[]> {
  if (reader.readTexts !== undefined) return await reader.readTexts(ids);
  return await readThroughWorker(reader, {
    workflow: 'readMessages',
    args: [{ ids }],
    limit: '30s',
    id: 'read',
    what: 'the texts of the result',
    again: 'for the result again',
    summary: 'texts of a result, for a client',
  });
}

function pages(wanted: Map<string, number>): string[][] {
  const batches = batchesOf(wanted, pageBytes, ([, bytes]) => bytes);
  return batches.map((batch) => batch.map(([id]) => id));
}

/**
 * On the wire an agent's `output` is its reply; here it becomes the JSON that it says. A result of an
 * earlier version has no warnings.
 */
function presentable(result: StepResult<string>): StepResult<string> {
  return mapEveryResult(result, (wire) => {
    const { warnings = [] } = wire as Partial<typeof wire>;
    const output = 'output' in wire && typeof wire.output === 'string';
    return { ...wire, warnings, ...(output ? { output: outputIn(wire.output as string) } : {}) };
  });
}

/** It was checked when it was stored; what cannot be read all the same is given as it is. */
function outputIn(written: string): unknown {
  const read = readJsonReply(written, undefined, Number.POSITIVE_INFINITY);
  return read.ok ? read.value : written;
}
