import { showMs } from '../../core/durations.ts';
import type { Usage } from '../../core/usage.ts';

/** US dollars for people; a cost that is not known is never shown as $0. */
export function showCost(cost: number | null): string {
  if (cost === null) return 'unknown';
  if (cost === 0) return '$0';
  if (cost < 0.0001) return '<$0.0001';
  return `$${cost.toFixed(cost < 1 ? 4 : 2)}`;
}

/** A length of time, or nothing where there was none. */
export function showDuration(ms: number | null): string {
  return ms === null ? '' : showMs(ms);
}

export function showUsage({ inputTokens, outputTokens, calls }: Usage): string {
  const called = `${count(calls)} ${calls === 1 ? 'call' : 'calls'}`;
  return `${called}, ${count(inputTokens)} tokens in, ${count(outputTokens)} out`;
}

/** What stands wherever replies come from the simulated model. */
export const simulatedNote = '[simulated] no provider was asked: replies and costs are made up';

function count(value: number): string {
  return value.toLocaleString('en-US');
}
