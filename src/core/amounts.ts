import { showMs } from './durations.ts';
import type { Usage } from './usage.ts';
import { beginningOf } from './unicode.ts';

// Figures and texts for people, the same in the terminal and in the Web UI.

/** US dollars for people; a cost that is not known is never shown as $0. */
export function showCost(cost: number | null): string {
  if (cost === null) return 'unknown';
  if (cost === 0) return '$0';
  if (cost < 0.0001) return '<$0.0001';
  return `$${cost.toFixed(cost < 1 ? 4 : 2)}`;
}

/** A length of time in milliseconds, or nothing where there was none. */
export function showDuration(ms: number | null): string {
  return ms === null ? '' : showMs(ms);
}

export function showUsage({ inputTokens, outputTokens, calls }: Usage): string {
  const called = `${grouped(calls)} ${calls === 1 ? 'call' : 'calls'}`;
  return `${called}, ${grouped(inputTokens)} tokens in, ${grouped(outputTokens)} out`;
}

/** What stands wherever replies come from the simulated model. */
export const simulatedNote = '[simulated] no provider was asked: replies and costs are made up';

/** `1 vote`, `2 votes`. */
export function countOf(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** A share from 0 to 1 in per cent. */
export function showShare(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** The beginning of a text, on one line. */
export function excerpt(text: string, length = 48): string {
  const line = text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length <= length ? line : `${beginningOf(line, length - 1).trimEnd()}…`;
}

function grouped(value: number): string {
  return value.toLocaleString('en-US');
}
