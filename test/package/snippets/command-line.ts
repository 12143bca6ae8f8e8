import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command as Commander, CommanderError } from 'commander';
import { addCommands } from '../../../src/cli/commands.ts';
import type { Words } from './shell.ts';

const manifest = fileURLToPath(new URL('../../../package.json', import.meta.url));
const { scripts } = JSON.parse(readFileSync(manifest, 'utf8')) as {
  scripts: Record<string, string>;
};

/** The real command line, in which no command does anything. */
function idleProgram(): Commander {
  const program = new Commander('durable-agents').exitOverride();
  program.configureOutput({ writeOut: () => {}, writeErr: () => {} });
  addCommands(program, async () => {});
  return program;
}

/** What is wrong with a command that a page shows. */
export async function problemOf(words: Words): Promise<string | undefined> {
  const [program, ...rest] = words[0] === 'npx' ? words.slice(1) : words;
  if (program === 'durable-agents') return await problemOfOurs(rest);
  if (program === 'npm') return problemOfNpm(rest);
  return `nobody checks the command '${program}'`;
}

async function problemOfOurs(words: Words): Promise<string | undefined> {
  try {
    await idleProgram().parseAsync(words, { from: 'user' });
    return undefined;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.message;
  }
}

function problemOfNpm([command = '', script]: Words): string | undefined {
  if (command === 'ci') return undefined;
  const name = command === 'run' ? script : command;
  return name !== undefined && name in scripts ? undefined : `there is no script '${name}'`;
}

/** `--user run`; those that all commands have as `--json all`. */
export function optionsOfCommands(): string[] {
  const commands = idleProgram().commands.flatMap((command) =>
    command.commands.length === 0
      ? [{ command, name: command.name() }]
      : command.commands.map((each) => ({
          command: each,
          name: `${command.name()} ${each.name()}`,
        })),
  );
  const pairs = commands.flatMap(({ command, name }) =>
    command.options.map(({ long }) => ({ long: long ?? '', name })),
  );
  const flags = [...new Set(pairs.map(({ long }) => long))];
  return flags.flatMap((flag) => {
    const takers = pairs.flatMap(({ long, name }) => (long === flag ? [name] : []));
    return shortened(takers, commands.length).map((taker) => `${flag} ${taker}`);
  });
}

/** `all` for all of them, and `user` for all of `user show`, `user set`, `user forget`. */
function shortened(takers: string[], all: number): string[] {
  if (takers.length === all) return ['all'];
  const ofUser = takers.filter((name) => name.startsWith('user '));
  return ofUser.length === 3
    ? [...takers.filter((name) => !ofUser.includes(name)), 'user']
    : takers;
}
