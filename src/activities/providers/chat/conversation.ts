import type { OpenAI } from 'openai';
import type { JsonObject, ProviderRequest, ProviderTurn } from '../provider.ts';
import { repairedToolCall, replayItemsFor } from '../reading/tool-calls.ts';
import { type Conversation, conversationFor } from '../turns.ts';

type Message = OpenAI.Chat.ChatCompletionMessageParam;

/** A conversation as Chat Completions takes it, the system prompt in front. */
export function toChatMessages(request: Conversation & Pick<ProviderRequest, 'system'>): Message[] {
  const { system, can } = request;
  const spoken = conversationFor(request).map((message): Message => {
    if (message.role === 'tool') {
      return { role: 'tool', tool_call_id: message.callId, content: message.content };
    }
    const { role, content } = message;
    if (role === 'user' || message.turn === null) return { role, content };
    return turnMessage(content, message.turn);
  });
  if (system === '') return spoken;
  if (can.systemRole !== 'user') return [{ role: can.systemRole, content: system }, ...spoken];
  return withSystemAsUser(system, spoken);
}

/** For models whose template knows no system: what it would say stands before the user's words. */
function withSystemAsUser(system: string, [first, ...rest]: Message[]): Message[] {
  if (first?.role !== 'user' || typeof first.content !== 'string')
    return [{ role: 'user', content: system }, ...(first === undefined ? [] : [first]), ...rest];
  return [{ role: 'user', content: `${system}\n\n${first.content}` }, ...rest];
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
