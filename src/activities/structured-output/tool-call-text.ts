import { readJsonReply } from '../../core/json-reply.ts';
import type { ProviderMessage } from '../providers/provider.ts';
import { isObject } from '../providers/reading/fields.ts';

/** Of a reply, as much as is looked at. */
const longest = 50_000;

/** How models write a tool call where nobody reads it for them: Qwen, Mistral, Llama, DeepSeek, gpt-oss, Claude. */
const marks =
  /<tool_?calls?>|<\|tool_calls?|<\|?function(?:_calls?)?[=_ >|]|\[TOOL_CALLS\]|<\|python_tag\|>|<｜tool▁call|to=functions\.|<tool_use>|<invoke name=/i;

const nameFields = ['name', 'tool', 'tool_name', 'function', 'function_name', 'action'];
const argumentFields = ['arguments', 'parameters', 'args', 'input', 'tool_input', 'action_input'];

/**
 * The name of the tool that a reply calls in its text instead of through the API; `undefined`: it
 * does not. A reply that only speaks of a tool is none.
 *
 * @param names the tools that were offered
 */
export function toolCalledInText(reply: string, names: readonly string[]): string | undefined {
  const text = reply.trim().slice(0, longest);
  if (names.length === 0 || text === '') return undefined;
  if (marks.test(text)) return names.find((name) => text.includes(name));
  return calledAsJson(text, names) ?? calledAsCode(text, names);
}

/** The whole reply is JSON that names a tool and has its arguments beside. */
function calledAsJson(text: string, names: readonly string[]): string | undefined {
  const isOnlyJson = /^(?:```\w*\s*)?[[{]/.test(text) && /[\]}](?:\s*```)?;?$/.test(text);
  const read = isOnlyJson ? readJsonReply(text) : undefined;
  if (!read?.ok) return undefined;
  const calls = [read.value].flat().filter(isObject);
  const named = calls.map((call) => {
    const inner = isObject(call['function']) ? call['function'] : call;
    const hasArguments = argumentFields.some((field) => field in inner);
    return hasArguments ? nameFields.map((field) => inner[field]) : [];
  });
  return names.find((name) => named.some((values) => values.includes(name)));
}

/** `weather(city="Oslo")`, also in brackets. */
function calledAsCode(text: string, names: readonly string[]): string | undefined {
  const begun = /^\[?\s*(?:functions\.)?([\w-]{1,64})\(/.exec(text)?.[1];
  const isWhole = /\)\s*\]?;?$/.test(text);
  return isWhole ? names.find((name) => name === begun) : undefined;
}

/** How often the last replies of a conversation have done it, one after the other. */
export function callsInTextBefore(
  messages: readonly ProviderMessage[],
  names: readonly string[],
): number {
  const replies = messages.filter(({ role }) => role === 'assistant').toReversed();
  const other = replies.findIndex(({ content }) => toolCalledInText(content, names) === undefined);
  return other < 0 ? replies.length : other;
}
