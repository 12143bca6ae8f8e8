/**
 * The known word that a wrong one most likely stands for; `undefined` where none is near: about one
 * slip for three letters. Upper and lower case, `-` and `_` are the same. One slip in one letter is no likeness.
 */
export function nearest<T extends string>(wrong: string, known: Iterable<T>): T | undefined {
  const given = plain(wrong);
  const atMost = Math.min(Math.max(1, Math.floor(given.length / 3)), given.length - 1);
  let best: { word: T; slips: number } | undefined;
  for (const word of known) {
    const slips = slipsBetween(given, plain(word));
    if (slips <= atMost && slips < (best?.slips ?? Infinity)) best = { word, slips };
  }
  return best?.word;
}

/** ` (did you mean 'timeout'?)`, to stand at the end of a message; '' where nothing is near. */
export function didYouMean(wrong: string, known: Iterable<string>): string {
  return suggestion(nearest(wrong, known));
}

/** The same for a word that was found in another way. */
export function suggestion(word: string | undefined): string {
  return word === undefined ? '' : ` (did you mean '${word}'?)`;
}

function plain(word: string): string {
  return word.toLowerCase().replaceAll('_', '-');
}

/** Far longer than any name that is worth a suggestion. */
const longest = 200;

/**
 * How many letters were left out, put in, replaced, or swapped with their neighbour.
 *
 * @see https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance (optimal string alignment)
 */
function slipsBetween(a: string, b: string): number {
  if (a.length > longest || b.length > longest) return a === b ? 0 : Infinity;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped =
        a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 0) + 1 : Infinity;
      row[j] = Math.min(replaced, swapped, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
    }
    [before, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
