import { createHash } from 'node:crypto';
import { batchesOf } from '../../core/batches.ts';
import type { Text } from '../../core/content.ts';
import type { Step } from '../../core/kinds/step.ts';
import { hasItems, stepsIn } from '../../core/kinds/walk.ts';
import type { StoredText } from '../../core/model-call.ts';
import { readThroughWorker, type TextReader } from './worker-query.ts';

/** Bytes of an input that is too long to be a part of the start: it is stored first. */
export const longInputBytes = 500_000;

/** Bytes of the longest input that is stored, all its pieces together. */
export const longestInputBytes = 256 * 1024 * 1024;

/** UTF-16 units of a piece: far below what Temporal carries, as JSON and in UTF-8 too. */
const pieceLength = 200_000;

/** Bytes of pieces that are stored at once. */
const storedAtOnce = 600_000;

/** Whether a step somewhere in a spec takes a long input apart. */
export function takesLongInput(spec: Step): boolean {
  return stepsIn(spec).some(hasItems);
}

/**
 * Stores an input in pieces, and gives it as references. The pieces are known by what the whole says: to
 * store it again changes nothing.
 *
 * @throws `Worker.Unconfigured` when a client without the store finds no worker to store it
 */
export async function storeInput(reader: TextReader, run: string, input: string): Promise<Text> {
  const digest = createHash('sha256').update(input).digest('hex');
  const texts = piecesOf(input).map((text, index) => ({ id: `input-${digest}/${index}`, text }));
  const sizes = texts.map(({ text }) => Buffer.byteLength(text));
  const batches = batchesOf(texts.entries(), storedAtOnce, ([index]) => sizes[index] ?? 0);
  for (const batch of batches)
    await storeTexts(
      reader,
      run,
      batch.map(([, text]) => text),
    );
  return { parts: texts.map(({ id }, index) => ({ message: id, bytes: sizes[index] ?? 0 })) };
}

/** No piece ends between the halves of a character. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  for (let start = 0; start < text.length;) {
    const end = Math.min(start + pieceLength, text.length);
    const cut = end < text.length && isFirstHalf(text.charCodeAt(end - 1)) ? end - 1 : end;
    pieces.push(text.slice(start, cut));
    start = cut;
  }
  return pieces;
}

function isFirstHalf(code: number): boolean {
  return code >= 0xd800 && code < 0xdc00;
}

async function storeTexts(reader: TextReader, run: string, texts: StoredText[]): Promise<void> {
  if (reader.storeTexts !== undefined) return await reader.storeTexts(run, texts);
  await readThroughWorker(reader, {
    workflow: 'storeTexts',
    args: [{ run, texts }],
    limit: '30s',
    id: 'store',
    what: 'and stored the input of the run',
    again: 'again',
    summary: 'a piece of a long input, for a client',
  });
}
