import { execFileSync, spawnSync } from 'node:child_process';
import { beforeEach, describe, expect, it } from 'vitest';
import { bashCompletion } from '../../src/cli/completion/bash.ts';
import { fishCompletion } from '../../src/cli/completion/fish.ts';
import { wordsOf } from '../../src/cli/completion/word-lists.ts';
import { zshCompletion } from '../../src/cli/completion/zsh.ts';
import { commands } from '../../src/cli/commands/index.ts';

const words = wordsOf(commands);
const names = [...new Set(commands.map(({ name }) => name.split(' ')[0] ?? ''))];

/** What is offered for the last word of a line. */
type Complete = (line: readonly string[]) => string[];

/** A line for each word that is offered. */
function printedBy(program: string, script: string): string[] {
  return execFileSync(program, ['-c', script], { encoding: 'utf8' }).split('\n').filter(Boolean);
}

const inBash: Complete = (line) =>
  printedBy(
    'bash',
    `${bashCompletion(words)}
COMP_WORDS=(durable-agents ${line.map((word) => `'${word}'`).join(' ')})
COMP_CWORD=${line.length}
_durable_agents
printf '%s\\n' "\${COMPREPLY[@]}"`,
  );

/** Zsh has its own commands for offers only while a line is completed: here they print them. */
const inZsh: Complete = (line) => {
  const all = printedBy(
    'zsh',
    `compdef() { }
_describe() { local name="$@[-1]"; print -l -- "\${(@P)name%%:*}" }
compadd() { print -l -- "$@[2,-1]" }
_files() { print FILES }
${zshCompletion(words)}
words=(durable-agents ${line.map((word) => `'${word}'`).join(' ')})
CURRENT=${line.length + 1}
_durable_agents`,
  );
  return all.filter((word) => word !== 'FILES' && word.startsWith(line.at(-1) ?? ''));
};

const inFish: Complete = (line) =>
  printedBy(
    'fish',
    `${fishCompletion(words)}
complete -C 'durable-agents ${line.join(' ')}'`,
  ).map((each) => each.split('\t')[0] ?? '');

const shells = [
  ['bash', inBash],
  ['zsh', inZsh],
  ['fish', inFish],
] as const;
const isMissing = (program: string) =>
  spawnSync(program, ['-c', 'exit 0'], { stdio: 'ignore' }).status !== 0;
const missing = shells.map(([shell]) => shell).filter(isMissing);
if (missing.length > 0)
  process.stdout.write(`no completion in ${missing.join(', ')}: it is not installed here\n`);

describe.each(shells)('in %s', (shell, complete) => {
  beforeEach(({ skip }) => skip(missing.includes(shell), `${shell} is not installed here`));

  it('every command is offered, and what begins like the word', () => {
    expect(complete([''])).toEqual(expect.arrayContaining(names));
    expect(complete(['re'])).toEqual(['resume']);
  });

  it('a group offers its own, and then their flags', () => {
    expect(complete(['user', '']).toSorted()).toEqual(
      expect.arrayContaining(['forget', 'set', 'show']),
    );
    expect(complete(['user', 'set', '--me'])).toEqual(['--merge']);
  });

  it('a command offers its flags and no other', () => {
    expect(complete(['run', '--inp']).toSorted()).toEqual(['--input', '--input-file']);
    expect(complete(['list', '--inp'])).toEqual([]);
  });

  it('a flag with few values offers them', () => {
    expect(complete(['list', '--status', 'comp'])).toEqual(['completed']);
    expect(complete(['user', 'set', '--merge', 'in'])).toEqual(['increment']);
  });

  it('the ready-made teams, and the shells, stand at their place', () => {
    expect(complete(['run', 'pros'])).toEqual(['pros-cons']);
    expect(complete(['completion', 'f'])).toContain('fish');
  });
});

it('bash completes what stands behind an equals sign', () => {
  expect(inBash(['list', '--status', '=', 'fai'])).toEqual(['failed']);
  expect(inBash(['list', '--status', '='])).toContain('running');
});
