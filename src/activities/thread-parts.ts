import { batchesOf } from '../core/batches.ts';
import { isLong } from '../core/content.ts';
import { replyText } from '../core/reply.ts';
import { spoken } from '../core/prompts/thread.ts';
import { type SummaryPart, summaryStep } from '../core/thread-window.ts';
import type { Store } from './store/open-store.ts';
import type { Message } from './store/thread-messages.ts';
import type { ThreadRequest } from './thread-request.ts';
import { piecesOf, tokenFactor, tokensOf } from './tokens.ts';

/** What a part has of the budget at most; the notes so far have the rest. */
const partShare = 3 / 4;

/** Parts that one step has summed up at most; the next run goes on from there. */
const partsAtMost = 40;

/** Messages that are read at once. */
const pageSize = 50;

/** A message as it is written down, or a piece of a very long one. */
interface Written {
  /** The message's number, and that of the piece. */
  key: string;
  text: string;
  tokens: number;
  /** The message's number where it ends here. */
  upTo: number | null;
}

/**
 * Writes the messages of a thread down, in parts that are each short enough for one call. A part is
 * named by what it holds, so that another attempt writes the same.
 */
export async function writeParts(
  store: Store,
  request: ThreadRequest,
  { from, upTo }: { from: number; upTo: number },
): Promise<SummaryPart[]> {
  const limit = request.tokens * partShare;
  const written: Written[] = [];
  let tokens = 0;
  for (let after = from - 1; after < upTo && tokens < limit * partsAtMost;) {
    const range = { order: 'oldest', after, before: upTo + 1, limit: pageSize } as const;
    const page = await store.threads.range(request.name, range);
    if (page.length === 0) break;
    for (const message of page) written.push(...writeDown(message, limit, tokenFactor(request)));
    after = page.at(-1)?.sequence ?? upTo;
    tokens = written.reduce((sum, each) => sum + each.tokens, 0);
  }
  const parts = batchesOf(written, limit, (each) => each.tokens).slice(0, partsAtMost);
  return await Promise.all(parts.map((part) => keepPart(store, request, part)));
}

function writeDown(message: Message, limit: number, factor: number): Written[] {
  const { author, content, sequence } = message;
  const pieces = piecesOf(content, limit * 0.9, factor);
  return pieces.map((piece, index) => {
    const label = pieces.length === 1 ? '' : `${index + 1} of ${pieces.length}`;
    const text = spoken(author, piece, label);
    const isLast = index === pieces.length - 1;
    return {
      key: `${sequence}.${index}`,
      text,
      tokens: tokensOf(text, factor),
      upTo: isLast ? sequence : null,
    };
  });
}

async function keepPart(
  store: Store,
  { step, run }: ThreadRequest,
  part: Written[],
): Promise<SummaryPart> {
  const content = part.map(({ text }) => text).join('\n');
  const message = `${step}/${summaryStep}/${part[0]?.key}-${part.at(-1)?.key}`;
  if (isLong(content))
    await store.messages.put({ id: message, author: 'run', role: 'user', content, run });
  const bytes = Buffer.byteLength(content);
  return { text: replyText({ message, content, bytes }), upTo: part.at(-1)?.upTo ?? null };
}
