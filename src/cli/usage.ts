import { parseArgs } from 'node:util';
import { didYouMean } from '../core/nearest.ts';
import { orList } from '../core/or-list.ts';
import type { Command, Flag } from './command.ts';

/** What the words after a command's name say, or everything that is wrong with them. */
export type Usage =
  | { is: 'options'; options: Record<string, unknown> }
  | { is: 'help' }
  | { is: 'wrong'; problems: string[] };

const helpFlag = { name: 'help', short: 'h' };

type Words = ReturnType<typeof tokensOf>;
type OptionToken = Extract<Words[number], { kind: 'option' }>;

/** Reads the words of a command line, all of them, before anything is done. */
export function readUsage(command: Command, words: readonly string[]): Usage {
  const tokens = tokensOf(command, words);
  const options = tokens.filter((token) => token.kind === 'option');
  if (options.some(({ name }) => name === helpFlag.name)) return { is: 'help' };
  const given = tokens.filter((token) => token.kind === 'positional').map(({ value }) => value);
  const flags = new Map(command.flags.map((flag) => [flag.name, flag]));
  const unknown = options.filter(({ name }) => !flags.has(name));
  const problems = [
    ...unknown.map(({ rawName }) => unknownFlag(rawName, command)),
    ...options.flatMap((token) => valueProblem(token, flags.get(token.name)) ?? []),
    ...repeated(options, flags),
    ...excluded(command, options),
    ...missing(command, given.length, options),
    ...empty(command, given),
    ...outside(command, given),
    // what follows an unknown flag may have been meant as its value
    ...(unknown.length > 0 ? [] : tooMany(command, given)),
  ];
  if (problems.length > 0) return { is: 'wrong', problems };
  return { is: 'options', options: { ...valuesOf(options, flags), ...placed(command, given) } };
}

function tokensOf({ flags }: Command, words: readonly string[]) {
  const known = flags.map(
    ({ name, value }) => [name, { type: value === undefined ? 'boolean' : 'string' }] as const,
  );
  const { tokens } = parseArgs({
    args: words.map((word) => (/^-[\d.]/.test(word) ? `${negative}${word}` : word)),
    options: { ...Object.fromEntries(known), help: { type: 'boolean', short: helpFlag.short } },
    strict: false,
    tokens: true,
  });
  return tokens.map((token) =>
    token.kind === 'option-terminator' || token.value === undefined
      ? token
      : { ...token, value: token.value.replace(negative, '') },
  );
}

/** Stands before a negative number while words are read, which is a value and no option. */
const negative = '\0';

function unknownFlag(flag: string, { flags }: Command): string {
  const known = [...flags.map(({ name }) => `--${name}`), '--help'];
  return `unknown option ${flag}${didYouMean(flag, known)}`;
}

function valueProblem({ value }: OptionToken, flag: Flag | undefined): string | undefined {
  if (flag === undefined) return undefined;
  const name = `--${flag.name}`;
  if (flag.value === undefined) return value === undefined ? undefined : `${name} takes no value`;
  if (value === undefined) return `${name} needs a value: ${shownFlag(flag)}, ${flag.does}`;
  if (value === '') return `${name} is empty: ${shownFlag(flag)}, ${flag.does}`;
  if (flag.oneOf === undefined || flag.oneOf.includes(value)) return undefined;
  const near = didYouMean(value, flag.oneOf);
  return `${name}: expected ${orList(flag.oneOf)}, not '${value}'${near}`;
}

/** A flag that is given again would replace what was said before. */
function repeated(options: readonly OptionToken[], flags: ReadonlyMap<string, Flag>): string[] {
  const again = options.filter(({ name, value }, index) => {
    const before = options.slice(0, index).filter((option) => option.name === name);
    return flags.get(name)?.value !== undefined && before.length === 1 && value !== undefined;
  });
  return again.map(({ name }) => {
    const how = flags.get(name)?.list ? 'once, with commas between the values' : 'once';
    return `--${name} is given more than once: give it ${how}`;
  });
}

/** `--input <text>` */
export function shownFlag({ name, value }: Flag): string {
  return value === undefined ? `--${name}` : `--${name} <${value}>`;
}

function missing(
  { flags, takes = [] }: Command,
  given: number,
  options: readonly OptionToken[],
): string[] {
  const words = takes.slice(given).filter(({ optional }) => !optional);
  const isGiven = (flag: string | undefined) => options.some(({ name }) => name === flag);
  const needed = flags.filter(
    (flag) => flag.needed && !isGiven(flag.name) && !isGiven(flag.orElse),
  );
  return [
    ...words.map(({ shown, does }) => `<${shown}> is missing: ${does}`),
    ...needed.map((flag) => `--${flag.name} is missing: ${shownFlag(flag)}, ${flag.does}`),
  ];
}

/** Two flags that say the same thing in two ways. */
function excluded({ flags }: Command, options: readonly OptionToken[]): string[] {
  const given = new Set(options.map(({ name }) => name));
  const both = flags.filter(({ name, orElse }) => given.has(name) && given.has(orElse ?? ''));
  return both.map(({ name, orElse }) => `give --${name} or --${orElse}, not both`);
}

/** What a shell makes of a variable that is not set. */
function empty({ takes = [] }: Command, given: readonly string[]): string[] {
  const words = takes.filter(({ mayBeEmpty }, index) => given[index] === '' && !mayBeEmpty);
  return words.map(({ shown, does }) => `<${shown}> is empty: ${does}`);
}

function outside({ takes = [] }: Command, given: readonly string[]): string[] {
  return takes.flatMap(({ shown, oneOf }, index) => {
    const word = given[index] || undefined;
    if (word === undefined || oneOf === undefined || oneOf.includes(word)) return [];
    return [`<${shown}>: expected ${orList(oneOf)}, not '${word}'${didYouMean(word, oneOf)}`];
  });
}

function tooMany({ takes = [] }: Command, given: readonly string[]): string[] {
  const more = given.slice(takes.length).map((word) => `'${word}'`);
  return more.length === 0
    ? []
    : [`unexpected ${more.join(', ')}: put a text with spaces in quotes`];
}

function valuesOf(
  options: readonly OptionToken[],
  flags: ReadonlyMap<string, Flag>,
): Record<string, unknown> {
  return Object.fromEntries(
    options.map(({ name, value = true }) => [camelCase(name), asList(value, flags.get(name))]),
  );
}

function asList(value: unknown, flag: Flag | undefined): unknown {
  if (!flag?.list || typeof value !== 'string') return value;
  return value.split(',').flatMap((each) => each.trim() || []);
}

function camelCase(name: string): string {
  return name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function placed({ takes = [] }: Command, given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    takes.flatMap(({ key }, index) => {
      const word = given[index];
      return word === undefined ? [] : [[key, word] as const];
    }),
  );
}
