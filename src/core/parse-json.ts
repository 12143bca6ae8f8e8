import { messageOf } from './failures.ts';

/** What stands in a text, or why it is not JSON. */
export type ParsedJson = { ok: true; value: unknown } | { ok: false; reason: string };

/** Objects and arrays inside one another at most: what is deeper costs a parser, and its readers, too much. */
const deepest = 500;

/** Reads JSON that somebody else has written: a mistake in it is data. */
export function parseJson(text: string): ParsedJson {
  if (isTooDeep(text)) {
    return { ok: false, reason: `it is nested more than ${deepest} levels deep` };
  }
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, reason: messageOf(error) };
  }
}

/** Reads only the beginning of what is too deep, and nothing of what is too short to be. */
function isTooDeep(text: string): boolean {
  if (text.length <= deepest) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char === code.quote) at = closingQuote(text, at);
    else if (char === code.bracket || char === code.brace) depth += 1;
    else if (char === code.bracketEnd || char === code.braceEnd) depth -= 1;
    if (depth > deepest) return true;
  }
  return false;
}

const code = { quote: 0x22, bracket: 0x5b, bracketEnd: 0x5d, brace: 0x7b, braceEnd: 0x7d };

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
