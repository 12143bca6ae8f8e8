import type { OpenAI } from 'openai';
import type { JsonObject, ProviderMessage, ProviderTurn } from '../provider.ts';
import { repairedToolCall, replayItemsFor } from '../reading/tool-calls.ts';

type Item = OpenAI.Responses.ResponseInputItem;

/** A conversation as the Responses API takes it: tool calls and their results are items of their own. */
export function toInput(messages: readonly ProviderMessage[]): Item[] {
  return messages.flatMap((message): Item[] => {
    if (message.role === 'tool') {
      const { callId, content } = message;
      return [{ type: 'function_call_output', call_id: callId, output: content }];
    }
    const { role, content } = message;
    if (role === 'user' || message.turn === null) return [{ role, content }];
    return turnItems(content, message.turn);
  });
}

/** With reasoning the turn goes back as it came: the API refuses its items in another order. */
function turnItems(text: string, turn: ProviderTurn): Item[] {
  const replayed = replayItemsFor('responses', turn);
  if (replayed !== null) return replayed as unknown as Item[];
  const calls = turn.toolCalls.map((call): Item => {
    const { id, name, arguments: text } = repairedToolCall(call);
    return { type: 'function_call', call_id: id, name, arguments: text };
  });
  return text.trim() === '' ? calls : [{ role: 'assistant', content: text }, ...calls];
}

const kept: readonly unknown[] = ['reasoning', 'message', 'function_call'];

/**
 * The items of a reply that are to be given back. `null` where there is no reasoning among them, or
 * some that is not there in full: the provider, which stores nothing, would look for it in vain.
 */
export function replayItems(output: readonly JsonObject[]): ProviderTurn['replay'] {
  const reasoning = output.filter(({ type }) => type === 'reasoning');
  const whole = reasoning.every((item) => typeof item['encrypted_content'] === 'string');
  if (reasoning.length === 0 || !whole) return null;
  return { api: 'responses', items: output.filter(({ type }) => kept.includes(type)) };
}
