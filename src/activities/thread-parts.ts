import { batchesOf } from '../core/batches.ts';
import { spoken } from '../core/prompts/thread.ts';
import { type SummaryPart, summaryStep } from '../core/thread-window.ts';
import { offload } from './offload.ts';
import type { Store } from './store/open-store.ts';
import type { Message } from './store/thread-messages.ts';
import type { ThreadRequest } from './thread-request.ts';
import { piecesOf, tokenFactor, tokensOf } from './tokens.ts';

/** What a part has of the budget at most; the notes so far have the rest. */
const partShare = 3 / 4;

/** Tokens of a part at most, whatever the budget: about a megabyte of text is handled at once. */
const partTokens = 250_000;

/** Parts that one step has summed up at most; the next run goes on from there. */
const partsAtMost = 40;

/** A message as it is written down, or a piece of a very long one. */
interface Written {
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
  const limit = Math.min(request.tokens * partShare, partTokens);
  const range = { order: 'oldest', after: from - 1, before: upTo + 1 } as const;
  const written: Written[] = [];
  let tokens = 0;
  for await (const page of store.threads.pages(request.name, range)) {
    for (const message of page) {
      const pieces = await writeDown(message, limit, tokenFactor(request));
      for (const piece of pieces) tokens += piece.tokens;
      written.push(...pieces);
    }
    if (tokens >= limit * partsAtMost) break;
  }
  const parts = batchesOf(written, limit, (each) => each.tokens).slice(0, partsAtMost);
  const kept: SummaryPart[] = [];
  for (const part of parts) kept.push(await keepPart(store, request, part));
  return kept;
}

async function writeDown(message: Message, limit: number, factor: number): Promise<Written[]> {
  const { author, content, sequence } = message;
  const pieces = await piecesOf(content, limit * 0.9, factor);
  const written: Written[] = [];
  for (const [index, piece] of pieces.entries()) {
    const label = pieces.length === 1 ? '' : `${index + 1} of ${pieces.length}`;
    const text = spoken(author, piece, label);
    const isLast = index === pieces.length - 1;
    const tokens = await tokensOf(text, factor);
    written.push({ text, tokens, upTo: isLast ? sequence : null });
  }
  return written;
}

async function keepPart(
  { messages }: Store,
  { step, run }: ThreadRequest,
  part: Written[],
): Promise<SummaryPart> {
  const storedAs = { name: `${step}/${summaryStep}`, author: 'run', role: 'user', run } as const;
  const text = part.map((each) => each.text).join('\n');
  return { text: await offload(messages, storedAs, text), upTo: part.at(-1)?.upTo ?? null };
}
