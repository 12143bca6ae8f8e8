import { describe, expect, it } from 'vitest';
import { visible, visibleJson } from '../../src/core/visible.ts';
import { colors, painted } from '../../src/cli/render/colors.ts';
import { table } from '../../src/cli/render/table.ts';

describe('what somebody else has written, on a terminal', () => {
  it.each([
    ['colours', '\u001b[31mred', String.raw`\x1b[31mred`],
    ['the other set', '\u009b31mred', String.raw`\x9b31mred`],
    ['the clipboard', '\u001b]52;c;ZXZpbA==\u0007', String.raw`\x1b]52;c;ZXZpbA==\x07`],
    ['a line written over', 'good\rbad', String.raw`good\x0dbad`],
    ['letters taken back', 'a\b\u007f', String.raw`a\x08\x7f`],
    ['marks of a direction', '\u061c\u200e\u200f', String.raw`\u061c\u200e\u200f`],
    ['other line ends', 'a\u2028b\u2029', String.raw`a\u2028b\u2029`],
    ['another direction', '\u202egnp.exe\u2066', String.raw`\u202egnp.exe\u2066`],
  ])('is shown, not obeyed: %s', (_, text, shown) => {
    expect(visible(text)).toBe(shown);
    expect(painted(text)).toBe(shown);
    expect(table([[text]])).toBe(shown);
  });

  it('keeps lines, tabs and every letter', () => {
    const text = 'ä\tb\nשלום 👩‍👩‍👧 \u200c';

    expect(visible(text)).toBe(text);
    expect(visible('a\r\nb')).toBe('a\nb');
  });

  it('can not be a colour of ours', () => {
    expect(painted(colors.red('\u0001+1 \u001b[31m'))).not.toContain('\u001b[31m ');
  });

  it('stays the same value in JSON', () => {
    const document = { text: '\u009b31m\u202e\u001b\u007f\u061c\u200e\u200f\u2028\u2029' };
    const written = visibleJson(JSON.stringify(document));

    expect(written).toMatch(/^[ -~]*$/);
    expect(JSON.parse(written)).toEqual(document);
  });
});
