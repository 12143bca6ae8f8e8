import { createRequire } from 'node:module';
import type * as JsonRepair from 'jsonrepair';
import { parseJson } from '../../core/parse-json.ts';

/** Characters of what is mended at most: its time grows with the square of that. */
const longest = 5_000;

const require = createRequire(import.meta.url);

/** Loaded with the first reply that needs it. */
function library() {
  return require('jsonrepair') as typeof JsonRepair;
}

/**
 * What JSON a reply was meant to be that is not quite JSON: with commas too many, comments, single
 * quotes, or the words of another language. Only what is closed at its end, bracket by bracket, is
 * mended: a reply that was cut is not taken as whole. The value has to be checked like any other.
 *
 * @returns `undefined`: it is too long, open at its end, or no such JSON
 */
export function mendedJson(reply: string): unknown {
  const text = objectIn(reply);
  if (text === undefined || text.length > longest) return undefined;
  try {
    const mended = library().jsonrepair(text);
    const parsed = parseJson(mended);
    return parsed.ok ? parsed.value : undefined;
  } catch {
    return undefined;
  }
}

/** From the first brace or bracket to the last one, which has to belong to it. */
function objectIn(reply: string): string | undefined {
  const start = reply.search(/[[{]/);
  if (start < 0) return undefined;
  const end = reply.lastIndexOf(reply.charAt(start) === '{' ? '}' : ']') + 1;
  const text = reply.slice(start, Math.max(start, end));
  return end > start && isClosed(text, '{}') && isClosed(text, '[]') ? text : undefined;
}

function isClosed(text: string, pair: string): boolean {
  return text.split(pair.charAt(0)).length === text.split(pair.charAt(1)).length;
}
