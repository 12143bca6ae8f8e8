import { estimateTokenCount, sliceByTokens, splitByTokens } from 'tokenx';
import { letOthersRun } from './event-loop.ts';

/** Claude's tokens are shorter than those that the estimate is made for. */
const claudeFactor = 1.35;

/** How many tokens of the estimate a token of a model is, by the names of provider and model. */
export function tokenFactor({
  provider,
  model,
}: {
  provider: string | null;
  model: string | null;
}) {
  return /claude|anthropic/i.test(`${provider} ${model}`) ? claudeFactor : 1;
}

/** Characters that are estimated in one piece, which takes about a millisecond. */
const sliceLength = 4_096;

/** Tokens of a text, by estimate: a few percent off for most languages. */
export async function tokensOf(text: string, factor: number): Promise<number> {
  let tokens = 0;
  for (const slice of slicesOf(text)) {
    tokens += estimateTokenCount(slice);
    await letOthersRun();
  }
  return Math.ceil(tokens * factor);
}

/** The beginning of a text, of so many tokens. */
export async function firstTokens(text: string, tokens: number, factor: number): Promise<string> {
  const kept: string[] = [];
  let left = Math.floor(tokens / factor);
  for (const slice of slicesOf(text)) {
    const size = estimateTokenCount(slice);
    kept.push(size <= left ? slice : sliceByTokens(slice, 0, left));
    left -= size;
    if (left <= 0) break;
    await letOthersRun();
  }
  return kept.join('');
}

/** A text in pieces of so many tokens at most. */
export async function piecesOf(text: string, tokens: number, factor: number): Promise<string[]> {
  const limit = Math.max(1, Math.floor(tokens / factor));
  if (text.length < limit / mostPerCharacter) return [text];
  const pieces: string[] = [];
  let room = 0;
  for (const slice of slicesOf(text)) {
    for (const { part, size } of partsOf(slice, limit)) {
      if (size > room) {
        pieces.push('');
        room = limit;
      }
      pieces[pieces.length - 1] += part;
      room -= size;
    }
    await letOthersRun();
  }
  return pieces;
}

/** No character is more tokens, by the estimate. */
const mostPerCharacter = 2;

/** Parts of a slice, with their tokens, that are each well below the limit. */
function partsOf(slice: string, limit: number): { part: string; size: number }[] {
  const size = estimateTokenCount(slice);
  if (size <= limit / 8) return [{ part: slice, size }];
  return splitByTokens(slice, Math.ceil(limit / 8)).flatMap((each) => {
    // The package splits at spaces only, and not every language and not every text has any.
    const count = Math.ceil((estimateTokenCount(each) / limit) * 4);
    return evenPieces(each, count).map((part) => ({ part, size: estimateTokenCount(part) }));
  });
}

function evenPieces(text: string, count: number): string[] {
  if (count <= 1) return [text];
  const at = wholeCharacters(text, Math.ceil(text.length / 2));
  const half = Math.ceil(count / 2);
  return [...evenPieces(text.slice(0, at), half), ...evenPieces(text.slice(at), half)];
}

/**
 * A text in slices that can be estimated one by one: the sum is the same wherever one ends behind a
 * space, as it does unless there is none for very long.
 */
function* slicesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length;) {
    const end = endOfSlice(text, start);
    yield text.slice(start, end);
    start = end;
  }
}

function endOfSlice(text: string, start: number): number {
  const most = start + sliceLength;
  if (most >= text.length) return text.length;
  for (let end = most; end > start + sliceLength / 2; end -= 1) {
    if (/\s\S/.test(text.slice(end - 1, end + 1))) return end;
  }
  return wholeCharacters(text, most);
}

/** Never between the two halves of a character. */
function wholeCharacters(text: string, at: number): number {
  return /[\uDC00-\uDFFF]/.test(text.charAt(at)) ? at + 1 : at;
}
