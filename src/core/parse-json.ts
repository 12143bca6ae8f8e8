import { messageOf } from './error-words.ts';

/** What stands in a text, or why it is not JSON. */
export type ParsedJson = { ok: true; value: unknown } | { ok: false; reason: string };

/** Whether a JSON value is an object: no list, and not `null`. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Objects and arrays inside one another at most: what is deeper costs a parser, and its readers, too much. */
const deepest = 500;

/** Values at most: a parser takes up to 100 ms for so many; texts of any length count as one. */
const valuesAtMost = 100_000;

/**
 * Reads JSON that somebody else has written: a mistake in it is data.
 *
 * @param mostValues more where it holds nobody up
 */
export function parseJson(text: string, mostValues = valuesAtMost): ParsedJson {
  const tooMuch = excessIn(text, mostValues);
  if (tooMuch !== undefined) return { ok: false, reason: tooMuch };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, reason: messageOf(error) };
  }
}

/** Reads only the beginning of what is too much, and nothing of what is too short to be. */
function excessIn(text: string, mostValues: number): string | undefined {
  if (text.length <= 2 * deepest) return undefined; // what opens is closed
  let depth = 0;
  let values = 1;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char === code.quote) at = closingQuote(text, at);
    else if (char === code.comma) values += 1;
    else if (char === code.bracket || char === code.brace) {
      depth += 1;
      values += 1;
    } else if (char === code.bracketEnd || char === code.braceEnd) depth -= 1;
    if (depth > deepest) return `it is nested more than ${deepest} levels deep`;
    if (values > mostValues) return `it holds more than ${mostValues} values`;
  }
  return undefined;
}

const code = {
  comma: 0x2c,
  quote: 0x22,
  bracket: 0x5b,
  bracketEnd: 0x5d,
  brace: 0x7b,
  braceEnd: 0x7d,
};

/** Native search: most of a reply stands in quotes. */
function closingQuote(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    if (!isEscaped(text, at)) return at;
  }
  return text.length;
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(at - 1 - slashes) === 0x5c) slashes += 1;
  return slashes % 2 === 1;
}
