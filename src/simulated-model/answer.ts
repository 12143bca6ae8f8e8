import type { CacheUse } from './prompt-cache.ts';
import { fingerprint } from './fingerprint.ts';
import type { RecordedRequest } from './recorded-request.ts';
import type { ScriptedAnswer, ScriptedUsage } from './script.ts';

/** A scripted reply with every default filled in: what a wire format renders. */
export interface Answer {
  /** Without the API's prefix. */
  id: string;
  model: string;
  text: string;
  /** Empty: none. */
  reasoning: string;
  toolCalls: { id: string; name: string; arguments: string }[];
  stop: 'end' | 'length' | 'refusal' | 'tool';
  usage: ScriptedUsage;
  /** Whether its tokens were written to the cache for an hour. */
  keptLong: boolean;
  /** Milliseconds since the epoch. */
  createdAt: number;
  /** Characters of a streamed piece at most; left out: some, whatever the text is. */
  pieceLength?: number | undefined;
}

/**
 * @param index the number of requests before this one; it keeps ids of equal requests apart
 * @param cache what the prompt cache did for the request; left out: there is none
 */
export function completeAnswer(
  reply: ScriptedAnswer,
  request: RecordedRequest,
  index: number,
  cache?: CacheUse,
): Answer {
  const id = `${fingerprint(request).slice(0, 16)}_${index}`;
  const text = reply.text ?? '';
  const toolCalls = (reply.toolCalls ?? []).map((call, position) => ({
    id: call.id ?? `call_${id}_${position}`,
    name: call.name,
    arguments: argumentText(call.arguments),
  }));
  return {
    id,
    model: reply.model ?? request.model,
    text,
    reasoning: reply.reasoning ?? '',
    toolCalls,
    stop: reply.stop ?? (toolCalls.length > 0 ? 'tool' : 'end'),
    usage: completeUsage(reply.usage ?? {}, request, text + JSON.stringify(toolCalls), cache),
    keptLong: cache?.keptLong ?? false,
    createdAt: request.at,
    pieceLength: reply.pace?.characters,
  };
}

function argumentText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? {});
}

function inputText(request: RecordedRequest): string {
  const { system, messages, tools } = request;
  const toolText = tools.length > 0 ? JSON.stringify(tools) : '';
  return [system, ...messages.map((message) => message.content), toolText].join('\n');
}

function completeUsage(
  usage: Partial<ScriptedUsage>,
  request: RecordedRequest,
  output: string,
  cache: CacheUse | undefined,
): ScriptedUsage {
  // Whoever scripts a number of input tokens means all of them.
  const isScripted = [usage.inputTokens, usage.cachedTokens, usage.cacheWriteTokens].some(
    (tokens) => tokens !== undefined,
  );
  const known = isScripted ? usage : { ...usage, ...cache };
  const { cachedTokens = 0, cacheWriteTokens = 0, reasoningTokens = 0 } = known;
  const inputTokens =
    known.inputTokens ?? cachedTokens + cacheWriteTokens + estimateTokens(inputText(request));
  const outputTokens = usage.outputTokens ?? reasoningTokens + estimateTokens(output);
  return { inputTokens, outputTokens, cachedTokens, cacheWriteTokens, reasoningTokens };
}

const estimateTokens = (text: string) => Math.ceil(text.length / 4);
