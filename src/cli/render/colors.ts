import { randomUUID } from 'node:crypto';
import { isatty } from 'node:tty';
import picocolors from 'picocolors';
import { visible } from '../../core/visible.ts';

/** Colours for a terminal only: by itself picocolors takes a CI system's log for one. */
const isColoured = isatty(1) && (process.env['NO_COLOR'] ?? '') === '';

const inks = picocolors.createColors(true);

/** Nobody whose text is shown can know it, so that only what is coloured here becomes so. */
const mark = `\u0001${randomUUID()}`;

const codes = [inks.bold, inks.red, inks.yellow].map(
  (ink) => ink('|').split('|') as [string, string],
);

/** Puts marks around a text, in place of which {@link painted} puts colours. */
function marking(at: number): (text: string) => string {
  return (text) => (isColoured ? `${mark}+${at}${text}${mark}-${at}` : text);
}

export const colors = { bold: marking(0), red: marking(1), yellow: marking(2) };

const marks = new RegExp(`${mark}([+-])(\\d)`);

/** A text as a terminal gets it: with the colours of ours, and nothing else that it would obey. */
export function painted(text: string): string {
  const parts = text.split(marks);
  return parts
    .map((part, at) => {
      if (at % 3 === 0) return visible(part);
      return at % 3 === 1 ? '' : (codes[Number(part)]?.[parts[at - 1] === '+' ? 0 : 1] ?? '');
    })
    .join('');
}
