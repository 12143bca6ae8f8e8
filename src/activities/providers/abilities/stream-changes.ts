import type { Capabilities } from '../../../core/capabilities.ts';
import type { ProviderRequest } from '../provider.ts';

type Changed = Partial<Capabilities> | undefined;

/** What is said of streams, not of a field that has the word in its name. */
export const namesStreams = /\bstream(?:s|ed|ing)?\b|non-?stream|enable_thinking/;

const wantsStream =
  /only|must be (?:true|set|enabled)|enable (?:the )?stream|enable_thinking|(?:set|use) stream|requires? stream|non-?stream/;

const refusesStream =
  /support|available|allowed|permitted|disabled|not enabled|unknown|unrecogni|unexpected|extra|implement|must be false|verified|cannot|can't|invalid/;

/**
 * What follows from a refusal that speaks of streams: a call that was streamed is asked for in one
 * piece, and the other way round.
 */
export function streamChange({ can }: ProviderRequest, words: string): Changed {
  const isStreamed = can.streamOnly || can.streaming;
  if (!isStreamed)
    return wantsStream.test(words) && !/stream(?:ing)? must be false/.test(words)
      ? { streamOnly: true }
      : undefined;
  if (!refusesStream.test(words)) return undefined;
  return can.streamOnly ? { streamOnly: false, streaming: false } : { streaming: false };
}

/** Without usage, a stream is not worth what it would hide: only where there is no other way. */
export function streamUsageChange({ can }: ProviderRequest): Changed {
  return (can.streamOnly || can.streaming) && can.streamUsage ? { streamUsage: false } : undefined;
}
