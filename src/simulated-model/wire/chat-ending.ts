import type { OpenAI } from 'openai';
import type { Answer } from '../answer.ts';

/** A refusal ends with `stop`: the refusal is in the message. */
export function finishReason(stop: Answer['stop']): 'stop' | 'length' | 'tool_calls' {
  if (stop === 'length') return 'length';
  return stop === 'tool' ? 'tool_calls' : 'stop';
}

/** Cached and cache-write tokens are inside `prompt_tokens`. */
export function chatUsage({ usage }: Answer): OpenAI.CompletionUsage {
  return {
    prompt_tokens: usage.inputTokens,
    completion_tokens: usage.outputTokens,
    total_tokens: usage.inputTokens + usage.outputTokens,
    prompt_tokens_details: {
      cached_tokens: usage.cachedTokens,
      cache_write_tokens: usage.cacheWriteTokens,
    },
    completion_tokens_details: { reasoning_tokens: usage.reasoningTokens },
  };
}
