/** What differs from run to run, and the same in all of them. */
const passing: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d\.\d{3}Z)?/g, '(time)'],
  [/\b\d+(\.\d+)? (ms|s)\b/g, '(duration)'],
  [/"durationMs":\d+/g, '"durationMs":(duration)'],
  [/\$\d+\.\d+/g, '(cost)'],
  [/"cost":[\d.]+/g, '"cost":(cost)'],
  [/(http:\/\/)?127\.0\.0\.1:\d+/g, '(address)'],
  [/\b(Process|kill) \d+/g, '$1 (pid)'],
  [/background\.[\da-f]+\.log/g, '(log)'],
  [/\bagents\.[\da-f]{8}\b/g, 'agents.(code)'],
  [/\b([a-z][a-z-]*)-[\da-f]{8}\b/g, '$1-(id)'],
  [/ +/g, ' '], // columns are as wide as what is in them
  [/ $/g, ''],
];

/** A line without what differs from run to run. */
export function normalised(line: string): string {
  return passing.reduce((text, [pattern, same]) => text.replaceAll(pattern, same), line);
}

/**
 * Whether a page shows what was printed, line by line: `…` in a line is any text, and as a line any
 * number of lines.
 */
export function agrees(shown: readonly string[], printed: readonly string[]): boolean {
  const [first, ...rest] = shown;
  if (first === undefined) return printed.length === 0;
  if (first === '…')
    return [...printed, ''].some((_, skipped) => agrees(rest, printed.slice(skipped)));
  const [line, ...more] = printed;
  return line !== undefined && isLike(first, line) && agrees(rest, more);
}

/** Whether a text is what a page shows, where `…`, with the space before it, is any text. */
export function isLike(shown: string, printed: string): boolean {
  const parts = shown.split(/ ?…/).map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^]*')}$`).test(printed);
}

/** Whether a page shows what was printed by several at once, whose lines have no order between them. */
export function agreesUnordered(shown: readonly string[], printed: readonly string[]): boolean {
  const left = [...printed];
  const lines = shown.filter((line) => line !== '…');
  const areThere = lines.every((line) => {
    const at = left.findIndex((each) => isLike(line, each));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
  return areThere && (left.length === 0 || lines.length < shown.length);
}
