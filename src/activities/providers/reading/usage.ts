import type { Usage } from '../../../core/usage.ts';
import type { JsonObject, ProviderReply } from '../provider.ts';
import { firstCount, objectAt } from './fields.ts';

type ReadUsage = Pick<ProviderReply, 'usage' | 'cacheWriteTokens'>;

const unknown: ReadUsage = { usage: null, cacheWriteTokens: 0 };

/**
 * Usage as OpenAI's APIs have it, and as servers that resemble them do: cached tokens stand inside
 * the input, under one of several names; reasoning inside the output, or beside it. Unknown as soon
 * as input or output cannot be told.
 */
export function openaiUsage(reported: unknown): ReadUsage {
  const usage = objectAt(reported);
  const input = firstCount(usage['prompt_tokens'], usage['input_tokens']);
  const total = firstCount(usage['total_tokens']);
  const output = outputOf(usage, input, total);
  if (input === undefined || output === undefined) return unknown;
  if (input + output === 0) return unknown; // no call costs nothing: nobody has counted
  const { cached, written } = cachedOf(usage);
  const reasoning = reasoningOf(usage);
  const beside = (total ?? 0) - input - output;
  // A total that is larger has tokens in it which stand nowhere else.
  if (beside > 0 && reasoning === 0 && (beside === cached || beside === cached + written))
    return counted({ input: input + beside, cached, written, output, reasoning });
  const thought = beside > 0 ? beside : 0;
  return counted({
    input,
    cached: Math.min(cached, input),
    written: Math.min(written, input),
    output: output + thought,
    reasoning: Math.max(reasoning, thought),
  });
}

function outputOf(usage: JsonObject, input?: number, total?: number): number | undefined {
  const said = firstCount(usage['completion_tokens'], usage['output_tokens']);
  if (said !== undefined || input === undefined || total === undefined) return said;
  return total >= input ? total - input : undefined;
}

function cachedOf(usage: JsonObject): { cached: number; written: number } {
  const details = objectAt(usage['prompt_tokens_details'] ?? usage['input_tokens_details']);
  const cached = firstCount(
    details['cached_tokens'],
    details['cache_read_tokens'],
    usage['prompt_cache_hit_tokens'], // DeepSeek
    usage['cached_tokens'], // Moonshot
    usage['cache_read_input_tokens'], // Anthropic behind a gateway
  );
  const written = firstCount(
    details['cache_write_tokens'],
    details['cache_creation_tokens'],
    usage['cache_creation_input_tokens'],
  );
  return { cached: cached ?? 0, written: written ?? 0 };
}

function reasoningOf(usage: JsonObject): number {
  const details = objectAt(usage['completion_tokens_details'] ?? usage['output_tokens_details']);
  const said = firstCount(
    details['reasoning_tokens'],
    details['thinking_tokens'],
    usage['reasoning_tokens'],
  );
  return said ?? 0;
}

/** Usage as the Messages API has it: cached tokens are counted beside the input, not inside it. */
export function anthropicUsage(reported: unknown): ReadUsage {
  const usage = objectAt(reported);
  const input = firstCount(usage['input_tokens']);
  const output = firstCount(usage['output_tokens']);
  if (input === undefined || output === undefined) return openaiUsage(reported);
  const cached = firstCount(usage['cache_read_input_tokens']) ?? 0;
  const written = firstCount(usage['cache_creation_input_tokens']) ?? 0;
  const reasoning = reasoningOf(usage);
  return counted({ input: input + cached + written, cached, written, output, reasoning });
}

interface Counts {
  input: number;
  cached: number;
  written: number;
  output: number;
  reasoning: number;
}

function counted({ input, cached, written, output, reasoning }: Counts): ReadUsage {
  const usage: Usage = {
    inputTokens: input,
    outputTokens: output,
    cachedTokens: cached,
    reasoningTokens: Math.min(reasoning, output),
    calls: 1,
  };
  return { usage, cacheWriteTokens: written };
}
