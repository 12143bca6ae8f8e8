import { showCost, showDuration } from '../../core/amounts.ts';
import type { Capabilities } from '../../core/capabilities.ts';
import type { CheckedProvider } from '../../workers/check-providers.ts';
import { colors } from './colors.ts';

/** What providers can do, what it cost to find out, and how to mend what fails. */
export function providersText(checked: readonly CheckedProvider[]): string {
  return checked.map(providerText).join('\n\n');
}

const states = {
  works: 'works',
  partly: 'works in part',
  fails: 'fails',
  notSet: 'not set',
} as const;

function providerText(provider: CheckedProvider): string {
  const { name, api, address, model, state, cost, capabilities } = provider;
  const who = [api, address, model].filter(Boolean).join(', ');
  const heading = `${colors.bold(name)} (${who}): ${states[state]}`;
  if (state === 'notSet') return `${heading}; set ${provider.keyEnv ?? 'its key'} to use it`;
  const asked = (['text', 'structured', 'tool'] as const).flatMap((kind) =>
    probeLine(kind, provider),
  );
  const takes = capabilities === undefined ? [] : [`  takes: ${takenBy(capabilities)}`];
  return [heading, ...asked, ...takes, `  cost: ${showCost(cost)}`].join('\n');
}

const asked = { text: 'a word', structured: 'a structured reply', tool: 'a tool call' } as const;

function probeLine(kind: keyof typeof asked, provider: CheckedProvider): string[] {
  const probe = provider[kind];
  if (probe == null) return [];
  const { error, durationMs } = probe;
  const came = error === null ? 'yes' : colors.red(`no: ${error.message}`);
  return [`  ${asked[kind]}: ${came} (${showDuration(durationMs)})`];
}

function takenBy(can: Capabilities): string {
  return [
    can.nativeSchema ? 'schemas in its own field' : 'schemas in words',
    can.outputLimit === 'none' ? 'no output limit' : can.outputLimit,
    can.systemRole === 'user' ? 'no system role' : `the role '${can.systemRole}'`,
    ...(can.alternatingTurns ? ['users and assistants in turn'] : []),
    ...(can.streamOnly ? ['streams only'] : []),
    ...(can.streaming || can.streamOnly ? [] : ['no streams']),
    can.tools ? `tools (${can.toolSchemas} schemas)` : 'no tools',
    ...(can.parallelTools ? [] : ['one tool call a turn']),
  ].join(', ');
}
