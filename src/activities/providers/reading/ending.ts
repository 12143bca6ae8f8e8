import { beginningOf } from '../../../core/unicode.ts';
import { MalformedReply } from '../problems/malformed-reply.ts';
import type { ProviderReply } from '../provider.ts';

/** How a reply ended: as a provider's reply says, or by an error, or in a way that nobody knows. */
export type Ending = ProviderReply['stop'] | 'error' | 'mistake' | 'unknown';

/** What servers call the ways to end, in the order in which they are looked for. */
const endings: readonly (readonly [Ending, RegExp])[] = [
  ['mistake', /malformed|unexpected_?tool|invalid_?tool|tool_?use_?failed|too_?many_?tool/],
  [
    'refusal',
    /filter|safety|refus|recitation|block|prohibit|spii|guardrail|policy|sensitive|violat/,
  ],
  [
    'error',
    /error|fail|abort|cancel|network|timeout|timed|resource|overload|interrupt|unavailable/,
  ],
  ['length', /length|max|limit|window|token_?cap|truncat|cut/],
  ['end', /stop|end|tool|function|complete|eos|finish|done|pause|success/],
];

/** Reads a reason to stop, under whatever name; none at all is the end. */
export function endingOf(reason: unknown): Ending {
  if (typeof reason !== 'string' || reason.trim() === '') return 'end';
  const said = reason.toLowerCase().slice(0, 200);
  // The one name that has another's word in it: an end by the token that means one.
  if (/^(?:eos_token|stop_token|end_of_text|<\|.*\|>)$/.test(said)) return 'end';
  return endings.find(([, pattern]) => pattern.test(said))?.[0] ?? 'unknown';
}

/**
 * What a reply's reason to stop means for it. A word that nobody knows is the end, and kept.
 *
 * @throws MalformedReply when it is an error
 */
export function stopBy(reason: string): Pick<ProviderReply, 'stop' | 'reason'> {
  const ending = endingOf(reason);
  if (ending === 'error')
    throw new MalformedReply(`a reply that it broke off itself ('${beginningOf(reason, 100)}')`);
  if (ending === 'unknown') return { stop: 'end', reason };
  return ending === 'mistake' ? { stop: ending, reason } : { stop: ending };
}
