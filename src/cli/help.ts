import type { Command, Flag } from './command.ts';
import { shownFlag } from './usage.ts';

type Lines = readonly (readonly [string, string])[];

/** What `durable-agents --help` says, or of one group of commands. */
export function overview(commands: readonly Command[], group?: string): string {
  const called = group === undefined ? 'durable-agents' : `durable-agents ${group}`;
  const listed = commands.map((command) => [usageOf(command), command.does] as const);
  return [
    `Usage: ${called} COMMAND …`,
    ...(group === undefined
      ? ['Agents that research, write, argue and agree, as durable Temporal workflows']
      : []),
    section('Commands', listed),
    section('Options', [
      ['--help, -h', 'show this help; after a command, what it takes'],
      ...(group === undefined ? [['--version, -V', 'show the version'] as const] : []),
    ]),
  ].join('\n\n');
}

/** What `durable-agents COMMAND --help` says. */
export function helpOf(command: Command): string {
  const { takes = [], flags, does, examples } = command;
  const words = takes.map(({ shown, does: what }) => [shown, what] as const);
  const options = flags.map(
    (flag) => [shownFlag(flag), `${flag.does}${requirement(flag)}`] as const,
  );
  const shown = examples.map((example) => `  durable-agents ${example}`);
  return [
    `Usage: durable-agents ${usageOf(command)} [options]`,
    sentence(does),
    ...(words.length > 0 ? [section('Arguments', words)] : []),
    section('Options', [...options, ['--help, -h', 'show this help']]),
    ['Examples', ...shown].join('\n'),
  ].join('\n\n');
}

function requirement({ needed, orElse }: Flag): string {
  if (!needed) return '';
  return orElse === undefined ? ' (required)' : ` (required, or --${orElse})`;
}

/** `run <file or team> --input <text>` */
function usageOf({ name, takes = [], flags }: Command): string {
  const words = takes.map(({ shown, optional }) => (optional ? `[${shown}]` : `<${shown}>`));
  const needed = flags.filter((flag) => flag.needed).map(shownFlag);
  return [name, ...words, ...needed].join(' ');
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function section(title: string, lines: Lines): string {
  const width = Math.max(...lines.map(([left]) => left.length));
  return [title, ...lines.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`)].join('\n');
}
