import { type CommandWords, firstWords, groupsOf, type Offered, secondsOf } from './word-lists.ts';

/** What fish loads: `durable-agents completion fish | source`, or a file of its `completions` folder. */
export function fishCompletion(all: readonly CommandWords[]): string {
  const first = firstWords(all).map((each) => offer('__fish_use_subcommand', each));
  const groups = groupsOf(all).flatMap((group) => {
    const seconds = secondsOf(all, group);
    const none = `__fish_seen_subcommand_from ${group}; and not __fish_seen_subcommand_from ${seconds.map(({ word }) => word).join(' ')}`;
    return seconds.map((each) => offer(none, each));
  });
  return [
    '# fish completion of durable-agents',
    ...first,
    `complete -c durable-agents -n __fish_use_subcommand -l help -d 'what there is'`,
    `complete -c durable-agents -n __fish_use_subcommand -l version -d 'the version'`,
    ...groups,
    ...all.flatMap(linesOf),
    '',
  ].join('\n');
}

function offer(condition: string, { word, does }: Offered): string {
  return `complete -c durable-agents -f -n ${quoted(condition)} -a ${word} -d ${quoted(does)}`;
}

function linesOf({ name, flags, values, places }: CommandWords): string[] {
  const condition = quoted(
    name
      .split(' ')
      .map((word) => `__fish_seen_subcommand_from ${word}`)
      .join('; and '),
  );
  const taken = new Map(values.map(({ flag, words }) => [flag, words]));
  return [
    ...flags.map(({ word, does }) => {
      const flag = `complete -c durable-agents -n ${condition} -l ${word.slice(2)} -d ${quoted(does)}`;
      const words = taken.get(word);
      if (words === undefined) return flag;
      return words.length === 0 ? `${flag} -r -F` : `${flag} -x -a ${quoted(words.join(' '))}`;
    }),
    ...(places.length === 0
      ? []
      : [`complete -c durable-agents -n ${condition} -a ${quoted(places.join(' '))}`]),
  ];
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", `\\'`)}'`;
}
