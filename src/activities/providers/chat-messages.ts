import type { OpenAI } from 'openai';
import type { JsonObject, ProviderMessage, ProviderTurn } from './provider.ts';
import { replayItemsFor, repairedToolCall } from './turn.ts';

type Message = OpenAI.Chat.ChatCompletionMessageParam;

/** A conversation as Chat Completions takes it, the system prompt in front. */
export function toChatMessages(system: string, messages: readonly ProviderMessage[]): Message[] {
  const spoken = messages.map((message): Message => {
    if (message.role === 'tool') {
      return { role: 'tool', tool_call_id: message.callId, content: message.content };
    }
    const { role, content } = message;
    if (role === 'user' || message.turn === null) return { role, content };
    return turnMessage(content, message.turn);
  });
  return system === '' ? spoken : [{ role: 'system', content: system }, ...spoken];
}

function turnMessage(text: string, turn: ProviderTurn): Message {
  const [replayed] = replayItemsFor('chat', turn) ?? [];
  const { callFields = [], ...fields } = (replayed ?? {}) as { callFields?: JsonObject[] };
  const calls = turn.toolCalls.map((call, index) => {
    const { id, name, arguments: text } = repairedToolCall(call);
    return {
      ...callFields[index],
      id,
      type: 'function' as const,
      function: { name, arguments: text },
    };
  });
  return { ...fields, role: 'assistant', content: text === '' ? null : text, tool_calls: calls };
}

/**
 * What servers beyond OpenAI want back with a turn: DeepSeek and OpenRouter their reasoning, Gemini
 * the signature in each call.
 */
export function replayFields(
  message: JsonObject,
  calls: readonly JsonObject[],
): ProviderTurn['replay'] {
  const fields = pick(message, ['reasoning_content', 'reasoning_details']);
  const callFields = calls.map((call) => pick(call, ['extra_content']));
  const signed = callFields.some((each) => Object.keys(each).length > 0);
  if (Object.keys(fields).length === 0 && !signed) return null;
  return { api: 'chat', items: [{ ...fields, ...(signed && { callFields }) }] };
}

function pick(from: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(
    names.flatMap((name) => (from[name] == null ? [] : [[name, from[name]]])),
  );
}
