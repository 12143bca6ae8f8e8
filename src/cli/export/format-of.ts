import { extname } from 'node:path';
import { refuse } from '../input/refused-input.ts';
import type { Format } from './formats.ts';

/** Endings of files, and the format that each is. */
const endings: Record<string, Format> = {
  '.md': 'md',
  '.markdown': 'md',
  '.json': 'json',
  '.html': 'html',
  '.htm': 'html',
};

/** What was asked for. */
interface FormatAsked {
  format?: string;
  out?: string;
  prompts?: boolean;
}

/**
 * The format that is asked for by name, else by the ending of the file, else Markdown.
 *
 * @throws `Input.Invalid` for an ending that is none of them, and for prompts where there is no place for
 */
export function formatOf({ format, out, prompts }: FormatAsked): Format {
  const found = (format as Format | undefined) ?? byEnding(out);
  if (prompts === true && found === 'md')
    throw refuse("--prompts is of json and html; 'show --prompts' prints them to read");
  return found;
}

function byEnding(out: string | undefined): Format {
  if (out === undefined) return 'md';
  const found = endings[extname(out).toLowerCase()];
  if (found !== undefined) return found;
  throw refuse(`'${out}' does not say the format: end it in .md, .json or .html, or give --format`);
}
