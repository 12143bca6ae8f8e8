import type { Command, Flag } from '../command.ts';

/** A word that a shell offers, and what it is for. */
export interface Offered {
  word: string;
  does: string;
}

/** What a shell offers behind one command. */
export interface CommandWords {
  /** `run`, or `user set`. */
  name: string;
  does: string;
  flags: readonly Offered[];
  /** Words that a flag takes; none: a file, or anything. */
  values: readonly FlagValues[];
  /** Words that its first place takes, besides files. */
  places: readonly string[];
}

interface FlagValues {
  flag: string;
  words: readonly string[];
}

/** The words that a shell offers, read off the commands themselves. */
export function wordsOf(commands: readonly Command[]): CommandWords[] {
  return commands.map(({ name, does, flags, takes = [] }) => ({
    name,
    does,
    flags: [...flags.map(offeredFlag), { word: '--help', does: 'show the help of the command' }],
    values: flags.flatMap(({ name: flag, value, oneOf = [] }) =>
      value === undefined ? [] : [{ flag: `--${flag}`, words: oneOf }],
    ),
    places: takes[0]?.oneOf ?? takes[0]?.offers ?? [],
  }));
}

function offeredFlag({ name, does }: Flag): Offered {
  return { word: `--${name}`, does };
}

/** The first words: each command, and each group once. */
export function firstWords(all: readonly CommandWords[]): Offered[] {
  const words = all.map(({ name, does }) => {
    const [first = '', second] = name.split(' ');
    if (second === undefined) return { word: first, does };
    const seconds = secondsOf(all, first).map(({ word }) => word);
    return { word: first, does: seconds.join(', ') };
  });
  return words.filter(({ word }, at) => words.findIndex((each) => each.word === word) === at);
}

/** The second words of a group: those of `user` are `show`, `set`, `forget`. */
export function secondsOf(all: readonly CommandWords[], group: string): Offered[] {
  return all.flatMap(({ name, does }) => {
    const [first, second] = name.split(' ');
    return first === group && second !== undefined ? [{ word: second, does }] : [];
  });
}

/** Names of the groups. */
export function groupsOf(all: readonly CommandWords[]): string[] {
  return [
    ...new Set(all.flatMap(({ name }) => (name.includes(' ') ? [name.split(' ')[0] ?? ''] : []))),
  ];
}
