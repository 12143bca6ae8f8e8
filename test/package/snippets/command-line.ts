import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { commands } from '../../../src/cli/commands/index.ts';
import { findCommand } from '../../../src/cli/find-command.ts';
import { readUsage } from '../../../src/cli/usage.ts';
import { doors } from '../../../src/service/doors/index.ts';
import type { Service } from '../../../src/service/service.ts';
import { curled } from './curl.ts';
import type { Words } from './shell.ts';

const manifest = fileURLToPath(new URL('../../../package.json', import.meta.url));
const { scripts } = JSON.parse(readFileSync(manifest, 'utf8')) as {
  scripts: Record<string, string>;
};

/** What is wrong with a command that a page shows. */
export function problemOf(words: Words): string | undefined {
  const [program, ...rest] = words[0] === 'npx' ? words.slice(1) : words;
  if (program === 'durable-agents') return problemOfOurs(rest);
  if (program === 'npm') return problemOfNpm(rest);
  if (program === 'curl') return problemOfCurl(rest);
  return `nobody checks the command '${program}'`;
}

function problemOfOurs(words: Words): string | undefined {
  const called = findCommand(commands, words);
  if (called.is === 'unknown') return called.problem;
  if (called.is !== 'command') return undefined;
  const usage = readUsage(called.command, called.words);
  return usage.is === 'wrong' ? usage.problems.join('; ') : undefined;
}

/** A call that the service declares; test/integration/service-docs.test.ts makes those of its page. */
function problemOfCurl(words: Words): string | undefined {
  const { method, path } = curled(words);
  const [asked = ''] = path.split('?');
  const isThere = doors
    .flatMap((door) => door.calls({} as Service))
    .some((call) => {
      const form = new RegExp(`^${call.path.replaceAll(/:\w+/g, '[^/]+')}$`);
      return call.method.toUpperCase() === method && form.test(asked);
    });
  return isThere ? undefined : `the service has no call ${method} ${asked}`;
}

function problemOfNpm([command = '', script]: Words): string | undefined {
  if (command === 'ci') return undefined;
  const name = command === 'run' ? script : command;
  return name !== undefined && name in scripts ? undefined : `there is no script '${name}'`;
}

/** `--user run`; those that all commands have as `--json all`. */
export function optionsOfCommands(): string[] {
  const pairs = commands.flatMap(({ name, flags }) => flags.map((flag) => [flag.name, name]));
  const flags = [...new Set(pairs.map(([flag]) => flag))];
  return flags.flatMap((flag) => {
    const takers = pairs.flatMap(([each, name = '']) => (each === flag ? [name] : []));
    return shortened(takers, commands.length).map((taker) => `--${flag} ${taker}`);
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
