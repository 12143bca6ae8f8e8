import type { LocatedProblem } from './refuse-file.ts';

/** A column at which something stands that later lines may stand beside. */
interface Level {
  /** Spaces before it. */
  indent: number;
  /** `name`, or `-` for the items of a list. */
  what: string;
  line: number;
}

interface Line {
  number: number;
  indent: number;
  /** Without what is around it. */
  text: string;
}

/**
 * The first line of a YAML document that stands beside nothing, and what it should stand beside;
 * `undefined`: the indentation is not what is wrong.
 *
 * @param upTo the line, from 1, by which a parser has noticed that something is wrong
 */
export function indentationProblem(text: string, upTo: number): LocatedProblem | undefined {
  if (/^ *\t/m.test(text)) return undefined; // how deep that is nobody knows
  let levels: Level[] = [];
  let opens = true;
  for (const line of linesOf(text)) {
    if (line.number > upTo + 1) return undefined;
    if (/[[{]/.test(line.text)) return undefined;
    const around = levels.filter(({ indent }) => indent <= line.indent);
    const wanted = wantedInstead(line, around, levels[around.length], opens);
    if (wanted !== undefined) return problemOf(line, wanted);
    levels = withLine(around, line);
    opens = line.text === '-' || /:(\s+[&!]\S+)?$/.test(line.text);
  }
  return undefined;
}

/** Lines that are not empty, not comments, and not inside a text of several lines. */
function linesOf(text: string): Line[] {
  let textAround: number | null = null;
  return text.split('\n').flatMap((whole, index) => {
    const trimmed = whole.trim();
    const indent = whole.length - whole.trimStart().length;
    if (trimmed === '' || trimmed.startsWith('#')) return [];
    if (textAround !== null && indent > textAround) return [];
    textAround = /[|>][+-]?\d?$/.test(trimmed) ? indent : null;
    return [{ number: index + 1, indent, text: trimmed }];
  });
}

/**
 * What a line should stand beside, if it stands beside nothing.
 *
 * @param around levels that are not deeper than the line, the outermost first
 * @param next the first that is deeper
 * @param opens whether the line before has something deeper begin
 */
function wantedInstead(
  line: Line,
  around: readonly Level[],
  next: Level | undefined,
  opens: boolean,
): Level | undefined {
  const own = around.at(-1);
  const isItem = isListItem(line);
  if (own === undefined) return next;
  if (own.indent < line.indent) {
    if (next === undefined && opens) return undefined;
    return (isItem ? around.findLast(isList) : next) ?? next ?? own;
  }
  if (isItem || !isList(own)) return undefined;
  const beside = around.at(-2);
  return beside?.indent === line.indent ? undefined : next;
}

function isListItem({ text }: Line): boolean {
  return text === '-' || text.startsWith('- ');
}

/** The levels after a line: those around it, and those that it begins or goes on with. */
function withLine(around: readonly Level[], line: Line): Level[] {
  const { number, indent, text } = line;
  const [, dash = '', field] = /^(-\s+)?(?:(['"]?[^'":]+['"]?)\s*:)?/.exec(text) ?? [];
  const own: Level[] = [
    ...(isListItem(line) ? [{ indent, what: '-', line: number }] : []),
    ...(field === undefined ? [] : [{ indent: indent + dash.length, what: field, line: number }]),
  ];
  const isReplaced = (level: Level) =>
    own.some((each) => each.indent === level.indent && isList(each) === isList(level));
  return [...around.filter((level) => !isReplaced(level)), ...own];
}

function isList({ what }: Level): boolean {
  return what === '-';
}

function problemOf({ number, indent }: Line, wanted: Level): LocatedProblem {
  const what = isList(wanted) ? `the '-'` : `'${wanted.what}'`;
  const spaces = indent === 1 ? '1 space' : `${indent} spaces`;
  const message = `this line begins after ${spaces}; ${wanted.indent} would put it beside ${what} of line ${wanted.line}`;
  return { path: '', message, line: number, column: indent + 1 };
}
