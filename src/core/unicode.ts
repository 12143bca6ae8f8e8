// Texts as Unicode: half a surrogate pair is no character, and providers and databases refuse it.

/** The beginning of a text, of so many UTF-16 units at most: no character is cut in two. */
export function beginningOf(text: string, atMost: number): string {
  if (text.length <= atMost) return text;
  return text.slice(0, isPair(text, atMost - 1) ? atMost - 1 : atMost);
}

/** The end of a text, likewise. */
export function endOf(text: string, atMost: number): string {
  if (text.length <= atMost) return text;
  const from = text.length - atMost;
  return text.slice(isPair(text, from - 1) ? from + 1 : from);
}

/** The beginning and the end of a text, with a word between of how much is left out. */
export function endsOf(text: string, atMost: number): string {
  if (text.length <= atMost) return text;
  const [before, behind] = [beginningOf(text, atMost * 0.6), endOf(text, atMost * 0.35)];
  const left = text.length - before.length - behind.length;
  return `${before}\n[… ${left} characters are left out here …]\n${behind}`;
}

function isPair(text: string, at: number): boolean {
  return /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(at, at + 2));
}

/** The text with U+FFFD in the place of every half of a pair that stands alone. */
export function wellFormed(text: string): string {
  return text.toWellFormed();
}

/** The same for every text in a JSON value, its keys too. */
export function wellFormedJson<T>(value: T): T {
  return /\\ud[89a-f]/.test(JSON.stringify(value)) ? (mended(value) as T) : value;
}

function mended(value: unknown): unknown {
  if (typeof value === 'string') return wellFormed(value);
  if (Array.isArray(value)) return value.map(mended);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [wellFormed(key), mended(inner)]),
  );
}
