import type { Anthropic } from '@anthropic-ai/sdk';
import type { ToolDefinition } from '../../../core/model-call.ts';
import type { JsonObject, ProviderMessage, ProviderTurn } from '../provider.ts';
import { repairedToolCall, replayItemsFor } from '../reading/tool-calls.ts';

type Message = Anthropic.MessageParam;
type Block = Anthropic.ContentBlockParam;
type ToolMessage = Extract<ProviderMessage, { role: 'tool' }>;

/** A conversation as the Messages API takes it: all results of a turn stand in one user's message. */
export function toMessages(messages: readonly ProviderMessage[]): Message[] {
  return messages.flatMap((message, index): Message[] => {
    if (message.role !== 'tool') return [spoken(message)];
    if (messages[index - 1]?.role === 'tool') return [];
    const others = messages.slice(index).findIndex(({ role }) => role !== 'tool');
    const end = others < 0 ? messages.length : index + others;
    return [{ role: 'user', content: (messages.slice(index, end) as ToolMessage[]).map(toResult) }];
  });
}

function spoken(message: Exclude<ProviderMessage, ToolMessage>): Message {
  const { role, content } = message;
  if (role === 'user' || message.turn === null) return { role, content };
  return { role, content: turnBlocks(content, message.turn) };
}

function toResult({ callId, content, failed }: ToolMessage): Anthropic.ToolResultBlockParam {
  const marked = failed ? { is_error: true } : {};
  return { type: 'tool_result', tool_use_id: callId, content, ...marked };
}

/** With thinking the turn goes back as it came: the API refuses it changed or in another order. */
function turnBlocks(text: string, turn: ProviderTurn): Block[] {
  const replayed = replayItemsFor('messages', turn);
  if (replayed !== null) return replayed as unknown as Block[];
  const calls = turn.toolCalls.map((call): Block => {
    const { id, name, input } = repairedToolCall(call);
    return { type: 'tool_use', id, name, input };
  });
  return text.trim() === '' ? calls : [{ type: 'text', text }, ...calls];
}

const thinking: readonly unknown[] = ['thinking', 'redacted_thinking'];

/** The blocks of a reply that are to be given back; `null` where there is no thinking among them. */
export function replayBlocks(content: readonly JsonObject[]): ProviderTurn['replay'] {
  if (!content.some(({ type }) => thinking.includes(type))) return null;
  return { api: 'messages', items: content.filter((block) => !isBlank(block)) };
}

/** The API sends texts without a word, and refuses them. */
function isBlank({ type, text }: JsonObject): boolean {
  return type === 'text' && (typeof text !== 'string' || text.trim() === '');
}

export function toTool({ parameters, ...tool }: ToolDefinition): Anthropic.Tool {
  return { ...tool, input_schema: { ...parameters, type: 'object' } };
}
