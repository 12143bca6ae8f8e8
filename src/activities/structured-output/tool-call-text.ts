import { readJsonReply } from '../../core/json-reply.ts';
import { isObject, parseJson } from '../../core/parse-json.ts';
import type { ProviderMessage } from '../providers/provider.ts';

/** Of a reply, as much as is looked at. */
const longest = 50_000;

/** How models write a tool call where nobody reads it for them: Qwen, Mistral, Llama, DeepSeek, gpt-oss, Claude. */
const marks =
  /<tool_?calls?>|<\|tool_calls?|<\|?function(?:_calls?)?[=_ >|]|\[TOOL_CALLS\]|<\|python_tag\|>|<｜(?:tool▁call|DSML)|to=functions\.|<tool_use>|<invoke name=/gi;

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
  return (
    calledByMark(text, names) ??
    calledAsJson(text, names) ??
    calledAtEnd(text, names) ??
    calledAsCode(text, names) ??
    calledAsPlan(text, names)
  );
}

/** Marks, and lines with JSON, that are looked at. */
const placesAtMost = 20;

/** A mark that begins a line, or has a call behind it: a sentence may speak of one. */
function calledByMark(text: string, names: readonly string[]): string | undefined {
  for (const { 0: mark, index } of firstOf(text, marks)) {
    const line = text.slice(text.lastIndexOf('\n', index) + 1, index);
    const isMeant = line.trim() === '' || mark.startsWith('<｜');
    const rest = text.slice(index + mark.length);
    const named = isMeant ? names.find((name) => rest.includes(name)) : undefined;
    const called = calledBehind(rest, names) ?? named;
    if (called !== undefined) return called;
  }
  return undefined;
}

function calledBehind(rest: string, names: readonly string[]): string | undefined {
  const named = /^["'\s]{0,3}([\w-]{1,64})["']?\s{0,3}[>{([]/.exec(rest)?.[1];
  if (named !== undefined && names.includes(named)) return named;
  const json = rest.replace(/^[>|\s]{1,20}/, '').split(/<[/|]/, 1)[0] ?? '';
  return calledIn(json, names);
}

function firstOf(text: string, pattern: RegExp): RegExpExecArray[] {
  return [...text.matchAll(pattern)].slice(0, placesAtMost);
}

/** Words, and then a call in JSON on lines of its own. */
function calledAtEnd(text: string, names: readonly string[]): string | undefined {
  if (!/[\]}`;]$/.test(text)) return undefined;
  for (const { index } of firstOf(text, /^(?:```\w{0,20}\s{0,9})?[[{]/gm)) {
    const block = text.slice(index).replace(/^```\w{0,20}/, '');
    const called = calledIn(block.replace(/(?:```)?;?$/, ''), names);
    if (called !== undefined) return called;
  }
  return undefined;
}

/** The whole reply is JSON that names a tool and has its arguments beside. */
function calledAsJson(text: string, names: readonly string[]): string | undefined {
  const isOnlyJson = /^(?:```\w*\s*)?[[{]/.test(text) && /[\]}](?:\s*```)?;?$/.test(text);
  const read = isOnlyJson ? readJsonReply(text) : undefined;
  if (!read?.ok) return undefined;
  return calledBy(read.value, names);
}

function calledIn(json: string, names: readonly string[]): string | undefined {
  const parsed = parseJson(json);
  return parsed.ok ? calledBy(parsed.value, names) : undefined;
}

function calledBy(value: unknown, names: readonly string[]): string | undefined {
  const calls = [value].flat().filter(isObject);
  const named = calls.map((call) => {
    const inner = isObject(call['function']) ? call['function'] : call;
    const hasArguments = argumentFields.some((field) => field in inner);
    return hasArguments ? nameFields.map((field) => inner[field]) : [];
  });
  return names.find((name) => named.some((values) => values.includes(name)));
}

/** `weather(city="Oslo")`, also in brackets, or in a fence for it. */
function calledAsCode(text: string, names: readonly string[]): string | undefined {
  const begun = /^\[?\s*(?:functions\.)?([\w-]{1,64})\(/.exec(text)?.[1];
  const isWhole = /\)\s*\]?;?$/.test(text);
  if (isWhole && begun !== undefined && names.includes(begun)) return begun;
  const fenced = /^```tool_code\b/m.exec(text);
  const code = fenced === null ? '' : (text.slice(fenced.index + 3).split('```')[0] ?? '');
  return names.find((name) => code.includes(`${name}(`));
}

const planned = /^Action:[ \t]{0,9}["'`]?([\w-]{1,64})["'`]?[ \t]{0,9}\r?\n\s{0,9}Action Input:/im;

/** As ReAct has it: `Action: weather`, and `Action Input:` below. */
function calledAsPlan(text: string, names: readonly string[]): string | undefined {
  const action = planned.exec(text)?.[1];
  return names.find((name) => name === action);
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
