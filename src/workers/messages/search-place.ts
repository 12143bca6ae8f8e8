import { z } from 'zod';
import type { MessagePosition } from '../../activities/store/search-messages.ts';
import { invalidInput } from '../../core/parse-input.ts';

const placeSchema = z.tuple([z.string(), z.string(), z.int()]);

/** Where a search goes on, as one word. */
export function writePlace({ createdAt, thread, sequence }: MessagePosition): string {
  return Buffer.from(JSON.stringify([createdAt, thread, sequence])).toString('base64url');
}

/** @throws `Input.Invalid` for what no search has given */
export function readPlace(word: string): MessagePosition {
  const { data } = placeSchema.safeParse(jsonOf(word));
  if (data === undefined) {
    const message = "it has to be the 'next' of a search, as it was given";
    throw invalidInput('the search', [{ path: 'after', message }]);
  }
  const [createdAt, thread, sequence] = data;
  return { createdAt, thread, sequence };
}

function jsonOf(word: string): unknown {
  try {
    return JSON.parse(Buffer.from(word, 'base64url').toString());
  } catch {
    return undefined;
  }
}
