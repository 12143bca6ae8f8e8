import { visible } from '../../visible.ts';

// What somebody else has said, in a document of ours: it can look as it likes, but stays where it is put.
// It can end no block, forge no heading of others, bring no HTML, and load no picture.

/** A text of several lines as a quote: every line of it is marked as one. */
export function quoted(text: string): string {
  const lines = tamed(visible(text.replaceAll(/\r\n?/g, '\n')).split('\n'));
  return lines.map((line) => (line === '' ? '>' : `> ${line}`)).join('\n');
}

/** A text on one line, in which nothing is marked up. */
export function inline(text: string): string {
  const line = visible(text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim());
  return line.replaceAll(/[\\`*_[\]<>#|&~!$]/g, (mark) => `\\${mark}`);
}

/** A short text as code, on one line. */
export function code(text: string): string {
  const line = visible(text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim());
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const space = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return line === '' ? '' : `${fence}${space}${line}${space}${fence}`;
}

/** A table; its cells are Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** A fence that begins or ends at the beginning of a line; inside a list it counts as text. */
const fence = /^(`{3,}(?=[^`]*$)|~{3,})(.*)$/;

/** Outside of blocks of code, nothing begins an HTML tag or a picture. */
function tamed(lines: readonly string[]): string[] {
  let open: string | null = null;
  return lines.map((line) => {
    const [, marks, rest = ''] = fence.exec(line) ?? [];
    if (open === null) {
      if (marks === undefined) return withoutTags(line);
      open = marks;
      return `${marks}${withoutTags(rest)}`;
    }
    const ends = marks !== undefined && rest.trim() === '' && marks.startsWith(open);
    if (ends) open = null;
    return line;
  });
}

function withoutTags(line: string): string {
  return line.replaceAll(/<(?=[a-z/!?])/gi, '&lt;').replaceAll('![', '!&#91;');
}
