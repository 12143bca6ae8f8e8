import { estimateTokenCount, sliceByTokens, splitByTokens } from 'tokenx';

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

/** Tokens of a text, by estimate: a few percent off for most languages. */
export function tokensOf(text: string, factor: number): number {
  return Math.ceil(estimateTokenCount(text) * factor);
}

/** The beginning of a text, of so many tokens. */
export function firstTokens(text: string, tokens: number, factor: number): string {
  return sliceByTokens(text, 0, Math.floor(tokens / factor));
}

/** A text in pieces of so many tokens at most. */
export function piecesOf(text: string, tokens: number, factor: number): string[] {
  const limit = Math.max(1, Math.floor(tokens / factor));
  // The package splits at spaces only, and not every language and not every text has any.
  return splitByTokens(text, limit).flatMap((piece) =>
    evenPieces(piece, Math.ceil(estimateTokenCount(piece) / limit)),
  );
}

function evenPieces(text: string, count: number): string[] {
  if (count <= 1) return [text];
  const middle = Math.ceil(text.length / 2);
  // Never between the two halves of a character.
  const at = /[\uDC00-\uDFFF]/.test(text.charAt(middle)) ? middle + 1 : middle;
  const half = Math.ceil(count / 2);
  return [...evenPieces(text.slice(0, at), half), ...evenPieces(text.slice(at), half)];
}
