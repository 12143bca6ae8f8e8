import type { SeenThread } from '../../core/kinds/agent/types.ts';

/** What an agent has not seen of its thread; `undefined`: it has seen all, or has none. */
export function threadNote(agentName: string, thread: SeenThread | null): string | undefined {
  if (thread === null || thread.omitted === 0) return undefined;
  const { name, messages, omitted, summarised } = thread;
  const instead =
    summarised === 0
      ? 'left out'
      : summarised < omitted
        ? `left out, a summary in place of the first ${summarised}`
        : 'left out, a summary in their place';
  return `Thread '${name}': ${agentName} saw the last ${messages} of ${messages + omitted} messages; ${omitted} ${instead}.`;
}
