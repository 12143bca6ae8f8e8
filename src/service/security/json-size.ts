/** What a JSON text may hold: far more than any spec or conversation does. */
const most = { levels: 200, values: 100_000 } as const;

const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;
const opening: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const closing: ReadonlySet<number> = new Set([0x5d, 0x7d]);

/**
 * Why the value of a JSON text would take too much: nested so deep that whoever walks through it runs
 * out of stack, or of so many values that to check each holds up everybody. `undefined`: it would not.
 */
export function jsonProblem(text: string): string | undefined {
  let depth = 0;
  let values = 0;
  let inText = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inText && code === backslash) at += 1;
    else if (code === quote) inText = !inText;
    else if (inText) continue;
    else if (opening.has(code)) depth += 1;
    else if (closing.has(code)) depth -= 1;
    else if (code === comma) values += 1;
    if (depth > most.levels) return `it is nested more than ${most.levels} levels deep`;
    if (values > most.values) return `it holds more than ${most.values} values`;
  }
  return undefined;
}
