import type { Anthropic } from '@anthropic-ai/sdk';
import type { Answer } from '../answer.ts';

/** The blocks of a streamed reply. */
export type Block = Anthropic.TextBlock | Anthropic.ToolUseBlock | Anthropic.ThinkingBlock;

export function renderMessage(answer: Answer): Anthropic.Message {
  const { id, model, text, stop } = answer;
  return {
    id: `msg_${id}`,
    type: 'message',
    role: 'assistant',
    model,
    content: [...thinkingBlocks(answer), ...contentBlocks(answer)],
    stop_reason: stopReason(stop),
    stop_sequence: null,
    stop_details:
      stop === 'refusal' ? { type: 'refusal', category: null, explanation: text } : null,
    container: null,
    diagnostics: null,
    usage: messageUsage(answer),
  };
}

function thinkingBlocks({ id, reasoning }: Answer): Anthropic.ThinkingBlock[] {
  if (reasoning === '') return [];
  return [{ type: 'thinking', thinking: reasoning, signature: `signature_${id}` }];
}

/** A text block unless there are only tool calls, then the calls. */
function contentBlocks({ text, toolCalls }: Answer): Block[] {
  const calls = toolCalls.map((call): Block => ({
    type: 'tool_use',
    id: call.id,
    name: call.name,
    input: inputOf(call.arguments),
    caller: { type: 'direct' },
  }));
  if (text === '' && calls.length > 0) return calls;
  return [{ type: 'text', text, citations: null }, ...calls];
}

/** An input that is not JSON can only be scripted in a stream; a plain body holds it as a string. */
function inputOf(args: string): unknown {
  try {
    return JSON.parse(args);
  } catch {
    return args;
  }
}

function stopReason(stop: Answer['stop']): Anthropic.StopReason {
  return ({ end: 'end_turn', length: 'max_tokens', refusal: 'refusal', tool: 'tool_use' } as const)[
    stop
  ];
}

/** Cached and cache-write tokens are outside `input_tokens`. */
function messageUsage({ usage, keptLong }: Answer): Anthropic.Usage {
  const { inputTokens, cachedTokens, cacheWriteTokens, reasoningTokens } = usage;
  return {
    input_tokens: Math.max(0, inputTokens - cachedTokens - cacheWriteTokens),
    output_tokens: usage.outputTokens,
    cache_read_input_tokens: cachedTokens,
    cache_creation_input_tokens: cacheWriteTokens,
    cache_creation:
      cacheWriteTokens === 0
        ? null
        : {
            ephemeral_5m_input_tokens: keptLong ? 0 : cacheWriteTokens,
            ephemeral_1h_input_tokens: keptLong ? cacheWriteTokens : 0,
          },
    output_tokens_details: reasoningTokens > 0 ? { thinking_tokens: reasoningTokens } : null,
    inference_geo: null,
    server_tool_use: null,
    service_tier: 'standard',
    speed: null,
  };
}
