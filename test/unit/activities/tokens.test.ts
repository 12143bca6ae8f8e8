import { estimateTokenCount } from 'tokenx';
import { describe, expect, it } from 'vitest';
import { firstTokens, piecesOf, tokensOf } from '../../../src/activities/tokens.ts';

const texts = [
  ['words', 'A clause, a word; and "so" on. '.repeat(1_000)],
  ['lines', 'const one = two(three);\n  return { four: 5 };\n\n'.repeat(800)],
  ['Chinese without a space', '長い會話が續く。'.repeat(4_000)],
  ['one endless word', 'x'.repeat(40_000)],
  ['emoji', '👩‍👩‍👧 ☀😀'.repeat(5_000)],
] as const;

describe.each(texts)('the tokens of %s', (_, text) => {
  it('are estimated as if it were one piece', async () => {
    const whole = estimateTokenCount(text);
    const sliced = await tokensOf(text, 1);
    expect(Math.abs(sliced - whole) / whole).toBeLessThan(0.002);
    expect(await tokensOf(text, 1.35)).toBe(Math.ceil(sliced * 1.35));
  });

  it.each([50, 337, 5_000, 1_000_000])(
    'are cut into pieces of %i at most, which are the text when joined, no character halved',
    async (limit) => {
      const pieces = await piecesOf(text, limit, 1.35);
      expect(pieces.join('')).toBe(text);
      for (const piece of pieces) {
        // Where a piece was joined of several, a run of spaces or a word may count once more.
        expect(estimateTokenCount(piece) * 1.35).toBeLessThanOrEqual(limit * 1.05);
        expect(Buffer.from(piece).toString()).toBe(piece);
      }
      const fewest = ((await tokensOf(text, 1.35)) / limit) * 1.5 + 2;
      expect(pieces.length).toBeLessThanOrEqual(fewest);
    },
  );

  it('are taken from the beginning', async () => {
    const first = await firstTokens(text, 2_700, 1.35);
    expect(text.startsWith(first)).toBe(true);
    expect(await tokensOf(first, 1.35)).toBeLessThanOrEqual(2_710);
    expect(await tokensOf(first, 1.35)).toBeGreaterThan(2_600);
  });
});

it('of a text that fits the first tokens are all of it', async () => {
  expect(await firstTokens('one two three', 100, 1)).toBe('one two three');
  expect([await tokensOf('', 1), await firstTokens('', 5, 1)]).toEqual([0, '']);
});
