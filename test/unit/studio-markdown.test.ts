import { expect, it } from 'vitest';
import { hiddenPlace, safeAddress } from '../../src/studio/markdown/link.ts';
import { parseOnce } from '../../src/studio/markdown/parse.ts';
import { type Piece, piecesOf } from '../../src/studio/markdown/pieces.ts';

const textsOf = (pieces: readonly Piece[]) => pieces.map(({ text }) => text);
const paragraph = 'The *case* for it is **stronger** than it looks, see `this`, and so on.\n\n';

it('cuts a long text between its blocks, and loses nothing of it', () => {
  const text = `${paragraph.repeat(100)}\`\`\`js\n${'let a = [];\n\n'.repeat(300)}\`\`\`\n${paragraph}`;
  const pieces = textsOf(piecesOf(text));
  expect(pieces.join('')).toBe(text);
  expect(pieces.length).toBeGreaterThan(3);
  expect(pieces.filter((piece) => (piece.match(/^```/gm)?.length ?? 0) % 2 === 1)).toEqual([]);
  expect(piecesOf(text).every(({ isTame }) => isTame)).toBe(true);
});

it('goes on with a text that grows without changing the pieces before the last', () => {
  const text = `- ${paragraph}`.repeat(80);
  const whole = textsOf(piecesOf(text));
  for (let length = 0; length < text.length; length += 97) {
    const before = textsOf(piecesOf(text.slice(0, length))).slice(0, -1);
    expect(whole.slice(0, before.length)).toEqual(before);
  }
});

const hostile: Record<string, string> = {
  'emphasis that is not closed': '*a_'.repeat(20_000),
  brackets: '['.repeat(60_000),
  'links that are not closed': '[a]('.repeat(15_000),
  quotes: '> '.repeat(30_000),
  'lists in lists': '- '.repeat(30_000),
  footnotes: '[^a]'.repeat(15_000),
  'deleted text': '~~a~b'.repeat(12_000),
  entities: '&a'.repeat(30_000),
  'lines of emphasis': '*a _b ~~c [d\n'.repeat(5_000),
};

it.each(Object.entries(hostile))('never parses much at once of %s', (_, text) => {
  const pieces = piecesOf(text);
  expect(textsOf(pieces).join('')).toBe(text);
  for (const piece of pieces.filter(({ isTame }) => isTame)) {
    expect(piece.text.length).toBeLessThanOrEqual(12_000);
    const began = performance.now();
    parseOnce(piece.text);
    expect(performance.now() - began, piece.text.slice(0, 50)).toBeLessThan(2_000);
  }
});

it('follows links to the web and to mail only', () => {
  expect(safeAddress('https://example.com/a?b=c')).toBe('https://example.com/a?b=c');
  expect(safeAddress('mailto:ann@example.com')).toBe('mailto:ann@example.com');
  const refused = [
    'javascript:alert(1)',
    ' JaVa\nScRiPt:alert(1)',
    'data:text/html,a',
    '/v1/runs',
    '#/x',
    'file:///etc',
    '//evil.example',
    '',
  ];
  expect(refused.map(safeAddress)).toEqual(refused.map(() => null));
});

it.each([
  ['https://bank.example/login', 'https://evil.example/login', 'evil.example'],
  ['bank.example', 'mailto:a@evil.example', 'a@evil.example'],
  ['https://bank.example@evil.example/', 'https://bank.example@evil.example/', 'evil.example'],
  ['evil.example or bank.example', 'https://evil.example/', 'evil.example'],
  ['bank\u200b.example', 'https://evil.example/', 'evil.example'],
  ['bank\uff0eexample', 'https://evil.example/', 'evil.example'],
  ['b\u0430nk.example', 'https://bank.example/', 'bank.example'],
  ['\u202etxet', 'https://evil.example/', 'evil.example'],
])('says where a link leads whose text says that it leads elsewhere: %j', (text, href, place) => {
  expect(hiddenPlace(text, href)).toBe(place);
});

it.each([
  ['here', 'https://evil.example/'],
  ['https://example.com/a.html?b=c.de', 'https://example.com/a.html?b=c.de'],
  ['www.example.com', 'http://www.example.com/'],
  ['example.com', 'https://docs.example.com/'],
  ['john.doe@example.com', 'mailto:john.doe@example.com'],
  ['b\u00fccher.example', 'https://b\u00fccher.example/'],
])('says nothing of a link that leads where its text says: %j', (text, href) => {
  expect(hiddenPlace(text, new URL(href).href)).toBeNull();
});
