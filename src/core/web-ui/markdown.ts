import { excerpt } from '../amounts.ts';
import { beginningOf } from '../unicode.ts';
import { visible } from '../visible.ts';

// Texts of models and users in the Markdown of the Web UI. It is read by several programs: those of
// earlier servers take `$` for mathematics, leave HTML as it is, and have no task lists.

/** A mark that nobody sees, behind which no program goes on with a link or a list. */
const joiner = '\u2060';

/** Where programs make a link of a text by themselves. */
const linkBegins = /(?<=\p{L}):(?=\S)|(?<=www)(?=\.)|@(?=\S)/giu;

const marks = /[\\`*_[\]<|$~&{]/g;

/** What makes a list or a heading of a line, at its beginning. */
const begins = /^(?=[-+=:#>]|\d+[.)])/;

/** A text on one line, for a list or a sentence: it cannot end that, nor be a link, an image or HTML. */
export function inline(text: string): string {
  return visible(text.replaceAll(/[\s\p{Cc}]+/gu, ' '))
    .replaceAll(marks, String.raw`\$&`)
    .replaceAll(linkBegins, `$&${joiner}`)
    .replace(begins, joiner);
}

/** The beginning of a text on one line; `atMost` UTF-16 units of it, and no more is looked at than is needed. */
export function short(text: string, atMost = 48): string {
  return inline(excerpt(beginningOf(text, atMost * 2), atMost));
}

/** A text as a quotation, line by line; `atMost` UTF-16 units of it. */
export function quotation(text: string, atMost: number): string[] {
  const shown = beginningOf(text, atMost);
  const whole = shown.length === text.length ? shown : `${shown.trimEnd()} …`;
  const lines = whole.split(/\r\n|[\n\r\u2028\u2029]/).map((line) => line.trim());
  const used = lines.filter((line, at) => line !== '' || lines[at - 1] !== '');
  return used.map((line) => (line === '' ? '>' : `> ${inline(line)}  `));
}
