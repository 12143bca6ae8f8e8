import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands/index.ts';
import { findCommand } from '../../src/cli/find-command.ts';
import { helpOf, overview } from '../../src/cli/help.ts';
import { readUsage } from '../../src/cli/usage.ts';

function usageOf(line: string) {
  const called = findCommand(commands, line.split(' '));
  if (called.is !== 'command') throw new Error(`'${line}' calls no command`);
  return readUsage(called.command, called.words);
}

function problemsOf(line: string): string[] {
  const usage = usageOf(line);
  return usage.is === 'wrong' ? usage.problems : [];
}

describe('the words of a command', () => {
  it('are read into options by their names, with what stands at its place', () => {
    expect(usageOf('run f.yaml --input - --take --json').is).toBe('wrong');
    expect(usageOf('resume --take-over r-1 --state=a=b --json')).toEqual({
      is: 'options',
      options: { id: 'r-1', takeOver: true, state: 'a=b', json: true },
    });
    expect(usageOf('worker --serve workflows,,tools')).toEqual({
      is: 'options',
      options: { serve: ['workflows', 'tools'] },
    });
  });

  it('may hold a value that looks like an option, and a word that does after --', () => {
    expect(usageOf('run f.yaml --input -5')).toMatchObject({ options: { input: '-5' } });
    expect(usageOf('user set phil visits -3')).toMatchObject({ options: { value: '-3' } });
    expect(usageOf('show -- --odd')).toMatchObject({ options: { id: '--odd' } });
  });

  it('say each thing once', () => {
    expect(problemsOf('run f.yaml --input a --json --json --input b --input c')).toEqual([
      '--input is given more than once: give it once',
    ]);
    expect(problemsOf('worker --serve workflows --serve tools')).toEqual([
      '--serve is given more than once: give it once, with commas between the values',
    ]);
  });

  it('give an input in one of two ways', () => {
    expect(usageOf('run f.yaml --input-file q.txt')).toMatchObject({
      options: { file: 'f.yaml', inputFile: 'q.txt' },
    });
    expect(problemsOf('run f.yaml --input-file q.txt --input x')).toEqual([
      'give --input or --input-file, not both',
    ]);
  });

  it('are told the words that a place takes', () => {
    expect(problemsOf('completion fihs')).toEqual([
      "<shell>: expected bash, zsh or fish, not 'fihs' (did you mean 'fish'?)",
    ]);
  });

  it('blame the option that is misspelt, and say what is missing besides', () => {
    expect(problemsOf('run f.yaml --inptu x')).toEqual([
      "unknown option --inptu (did you mean '--input'?)",
      expect.stringMatching(/^--input is missing: --input <text>, what the agents work on/),
    ]);
  });

  it('are refused for everything that is wrong with them at once', () => {
    expect(problemsOf('user set phil --mrge set --josn')).toEqual([
      "unknown option --mrge (did you mean '--merge'?)",
      "unknown option --josn (did you mean '--json'?)",
      expect.stringMatching(/^<value> is missing/),
    ]);
    expect(problemsOf('user set phil n 1 --merge apend --json=yes --state')).toEqual([
      "--merge: expected set, append or increment, not 'apend' (did you mean 'append'?)",
      '--json takes no value',
      expect.stringMatching(/^--state needs a value: --state <folder>/),
    ]);
    expect(problemsOf('show one two')).toEqual([expect.stringContaining("unexpected 'two'")]);
  });
});

describe('a command that is not there', () => {
  it.each([
    ['lsit', 'list'],
    ['lock', 'locks'],
    ['rnu', 'run'],
    ['ls', 'list'],
    ['version', '--version'],
    ['team.yaml', 'run team.yaml'],
    ['validate', 'check'],
    ['user sett', 'user set'],
    ['user delete', 'user forget'],
    ['dance', undefined],
  ])('%s is answered with %s', (line, right) => {
    const called = findCommand(commands, line.split(' '));
    if (called.is !== 'unknown') throw new Error(`'${line}' was understood`);
    const [, near] = /\(did you mean '(.*)'\?\)/.exec(called.problem) ?? [];
    expect(near).toBe(right);
  });

  it('leaves its options to whoever reads them, and --json alone calls none', () => {
    expect(findCommand(commands, ['--json'])).toMatchObject({ is: 'overview', asked: false });
    expect(findCommand(commands, ['help', 'run'])).toMatchObject({ words: ['--help'] });
    expect(findCommand(commands, ['--jsno'])).toMatchObject({ is: 'unknown' });
  });
});

describe('help', () => {
  it('lists every command, and a group its own', () => {
    const all = overview(commands);
    for (const { name, does } of commands) expect(all).toMatch(new RegExp(`${name}.* ${does}`));
    const called = findCommand(commands, ['user', '--help']);
    expect(called).toMatchObject({ is: 'overview', group: 'user', asked: true });
  });

  it.each(commands)('of $name says what it takes, what is needed, and two examples', (command) => {
    const help = helpOf(command);
    expect(command.examples).toHaveLength(2);
    for (const flag of command.flags) expect(help).toContain(`--${flag.name}`);
    for (const { name, orElse } of command.flags.filter(({ needed }) => needed)) {
      const marked = orElse === undefined ? '(required)' : `(required, or --${orElse})`;
      expect(help.split('\n').find((line) => line.startsWith(`  --${name} `))).toContain(marked);
    }
    expect(help.split('\n').every((line) => line.length <= 120)).toBe(true);
  });

  it.each(commands.flatMap(({ examples }) => examples))(
    'has an example that is right: %s',
    (line) => {
      const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(
        ([, quoted, bare]) => quoted ?? bare,
      );
      const called = findCommand(commands, words as string[]);
      if (called.is !== 'command') throw new Error('it calls no command');
      expect(readUsage(called.command, called.words).is).toBe('options');
    },
  );

  it('of a worker does not offer to embed a server, which it refuses', () => {
    const worker = commands.find(({ name }) => name === 'worker');
    expect(worker && helpOf(worker)).not.toContain('embedded');
  });
});
