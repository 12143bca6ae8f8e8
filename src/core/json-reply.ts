import { parseJson } from './parse-json.ts';

/** The JSON of a reply, or why there is none. `text` is it as it was written. */
export type ReadJson = { ok: true; value: unknown; text: string } | { ok: false; reason: string };

/** Says whether a value is what was asked for. */
type Fits = (value: unknown) => boolean;

/**
 * Reads the JSON of a reply: the reply itself, else what stands in its code fences, else the
 * outermost values among its words. Of several the last one that fits, as models correct themselves;
 * where none fits, the first way that gave any value decides, so that its faults can be told.
 *
 * Takes time in proportion to the reply's length, whatever it holds.
 *
 * @param fits default: any JSON does
 * @param mostValues as `parseJson` has it
 */
export function readJsonReply(
  reply: string,
  fits: Fits = () => true,
  mostValues?: number,
): ReadJson {
  const read = (text: string) => readText(text, mostValues);
  const whole = parseJson(reply, mostValues);
  if (whole.ok && fits(whole.value)) return { ...whole, text: reply.trim() };
  const inner = whole.ok ? innerText(whole.value) : undefined;
  const found = [...(inner === undefined ? [] : [read(inner)]), ...fencedTexts(reply).map(read)];
  const fenced = last(found, fits);
  if (fenced !== undefined) return fenced;
  if (whole.ok) return { ...whole, text: reply.trim() };
  const among = valuesAmongWords(reply).map(read);
  return last(among, fits) ?? firstValue(found) ?? firstValue(among) ?? failedOf(whole);
}

/** A model that quotes its JSON as a text. */
function innerText(value: unknown): string | undefined {
  return typeof value === 'string' && /^\s*[[{]/.test(value) ? value : undefined;
}

function readText(text: string, mostValues?: number): ReadJson {
  const parsed = parseJson(text, mostValues);
  return parsed.ok ? { ...parsed, text: text.trim() } : parsed;
}

function last(found: readonly ReadJson[], fits: Fits): ReadJson | undefined {
  return found.findLast((each) => each.ok && fits(each.value));
}

function firstValue(found: readonly ReadJson[]): ReadJson | undefined {
  return found.findLast((each) => each.ok);
}

function failedOf(whole: ReadJson): ReadJson {
  return whole.ok ? { ok: false, reason: 'it holds no JSON' } : whole;
}

const fence = '```';

/** Code fences that are looked into. */
const fencesAtMost = 50;

/** What stands in code fences; a last one that was never closed counts as well. */
function fencedTexts(reply: string): string[] {
  const parts = reply.split(fence, 2 * fencesAtMost + 1);
  return parts.filter((_, index) => index % 2 === 1).map(withoutLanguage);
}

/** The first line of a fence may name its language. */
function withoutLanguage(part: string): string {
  const end = part.indexOf('\n');
  const named = end >= 0 && /^[\w+-]*\s*$/.test(part.slice(0, Math.min(end, 30)));
  if (named) return part.slice(end + 1);
  return /^json\b/i.test(part) ? part.slice(4) : part;
}

/** Characters that are looked at in all, over all places; each place costs some of them. */
const scannedAtMost = 4_000_000;
const leastPerPlace = 1_000;

/**
 * Objects and arrays that stand in a text, the outermost ones, in order. What is JSON that somebody
 * broke off or wrote wrong is not looked into: a part of it is not what was meant.
 */
function valuesAmongWords(text: string): string[] {
  const found: string[] = [];
  const opening = /[[{]/g;
  for (let left = scannedAtMost; left > 0;) {
    const start = opening.exec(text)?.index;
    if (start === undefined) return found;
    const stop = Math.min(text.length, start + left);
    const closed = closingOf(text, start, stop);
    const end = closed ?? stop;
    left -= Math.max(end - start, leastPerPlace);
    const value = text.slice(start, end);
    const isJson = closed !== undefined && parseJson(value).ok;
    if (isJson) found.push(value);
    opening.lastIndex = isJson || beginsLikeJson(value) ? end : start + 1;
  }
  return found;
}

function beginsLikeJson(text: string): boolean {
  const next = text.slice(1, 200).trimStart();
  return text.startsWith('{') ? next.startsWith('"') : /^(?:["{[\d-]|true|false|null)/.test(next);
}

const code = {
  quote: 0x22,
  backslash: 0x5c,
  bracket: 0x5b,
  bracketEnd: 0x5d,
  brace: 0x7b,
  braceEnd: 0x7d,
};

/** The end of what opens at `start`, behind its closing; `undefined`: not closed before `stop`. */
function closingOf(text: string, start: number, stop: number): number | undefined {
  let depth = 0;
  for (let at = start; at < stop; at += 1) {
    const char = text.charCodeAt(at);
    if (char === code.quote) at = closingQuote(text, at, stop);
    else if (char === code.bracket || char === code.brace) depth += 1;
    else if (char === code.bracketEnd || char === code.braceEnd) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

function closingQuote(text: string, start: number, stop: number): number {
  for (let at = start + 1; at < stop; at += 1) {
    const char = text.charCodeAt(at);
    if (char === code.backslash) at += 1;
    else if (char === code.quote) return at;
  }
  return stop;
}
