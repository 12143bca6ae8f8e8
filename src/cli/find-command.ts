import { didYouMean, nearest, suggestion } from '../core/nearest.ts';
import type { Command } from './command.ts';

/** What the first words of a command line call. */
export type Called =
  | { is: 'command'; command: Command; words: string[] }
  /** What there is, of all commands or of a group. */
  | { is: 'overview'; group?: string; commands: readonly Command[]; asked: boolean }
  | { is: 'version' }
  | { is: 'unknown'; problem: string };

/** Finds the command that a command line calls. */
export function findCommand(all: readonly Command[], words: readonly string[]): Called {
  const [first, ...others] = words.filter((word) => word !== '--json');
  if (first === 'help') return findCommand(all, [...others, '--help']);
  if (first === '--version' || first === '-V') return { is: 'version' };
  if (first === undefined || isHelp(first))
    return { is: 'overview', commands: all, asked: first !== undefined };
  const command = all.find(({ name }) => name === first);
  if (command !== undefined) return { is: 'command', command, words: without(words, first) };
  const group = all.filter(({ name }) => name.startsWith(`${first} `));
  return group.length > 0 ? inGroup(group, first, words) : unknown(all, first);
}

function inGroup(group: readonly Command[], name: string, words: readonly string[]): Called {
  const rest = without(words, name);
  const second = rest.find((word) => word !== '--json');
  if (second === undefined || isHelp(second))
    return { is: 'overview', group: name, commands: group, asked: second !== undefined };
  const command = group.find((each) => each.name === `${name} ${second}`);
  if (command !== undefined) return { is: 'command', command, words: without(rest, second) };
  const near = meant(group, second, (each) => each.name.slice(name.length + 1));
  const names = group.map((each) => each.name).join(', ');
  const problem = `unknown command '${name} ${second}'${suggestion(near?.name)}; there are ${names}`;
  return { is: 'unknown', problem };
}

function isHelp(word: string): boolean {
  return word === '--help' || word === '-h';
}

function without(words: readonly string[], word: string): string[] {
  return words.toSpliced(words.indexOf(word), 1);
}

function unknown(all: readonly Command[], word: string): Called {
  const options = ['--help', '--version'];
  if (word.startsWith('-')) {
    const problem = `unknown option ${word} before a command${didYouMean(word, options)}`;
    return { is: 'unknown', problem };
  }
  const names = [...new Set(all.map(({ name }) => name.split(' ')[0]))];
  const option = nearest(`--${word}`, options);
  const near = /\.(ya?ml|json)$/i.test(word) ? `run ${word}` : (option ?? meant(all, word)?.name);
  const problem = `unknown command '${word}'${suggestion(near)}; the commands are ${names.join(', ')}`;
  return { is: 'unknown', problem };
}

/** The command whose name is near, or for which people try this word. */
function meant(
  all: readonly Command[],
  word: string,
  nameOf = ({ name }: Command) => name,
): Command | undefined {
  const near = nearest(word, all.map(nameOf));
  return (
    all.find(({ alsoTried = [] }) => alsoTried.includes(word)) ??
    all.find((command) => nameOf(command) === near)
  );
}
