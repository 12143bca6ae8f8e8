import { beginningOf } from '../../core/unicode.ts';
import { historyLimitBytes, type ReplyProblem } from '../../core/model-call.ts';
import { withoutThinking } from '../../core/thinking.ts';
import type { JsonObject, ProviderReply, ProviderTurn } from '../providers/provider.ts';
import { checkReply } from './reply-schema.ts';
import { toolCalledInText } from './tool-call-text.ts';

/** What of an agent's settings a reply is judged by. */
export interface ReplyRules {
  agentName: string;
  maxOutputTokens: number;
  /** What the answer is to fit, not a turn that asks for tools; `null`: free text. */
  output: JsonObject | null;
  /** Names of the tools that were offered. */
  tools: readonly string[];
  /** How often it has called one of them in its text before, in this conversation. */
  callsInText: number;
  /** Whether the server is known to tell what a model thinks from what it says. */
  isTrusted: boolean;
}

/** A reply as it is stored, and why it cannot be used, if it cannot. */
export interface JudgedReply {
  /** With an output schema: the JSON alone. */
  content: string;
  /** The tool calls it asks for; with a problem, it asks for none. */
  turn: ProviderTurn | null;
  problem: ReplyProblem | null;
}

/** How often a model is told that a tool is not called in its text. */
const callsInTextAtMost = 2;

/** Characters of a reason: it stands in the history, and in the next prompt. */
const longestReason = 2_000;

/** Judges a reply. A model's mistake is a value: it goes back to the model. */
export async function judgeReply(reply: ProviderReply, rules: ReplyRules): Promise<JudgedReply> {
  const text = rules.isTrusted ? reply.text : withoutThinking(reply.text);
  const { content, problem } = await judge({ ...reply, text }, rules);
  if (problem === null) return { content, turn: reply.turn, problem };
  const reason = beginningOf(problem.reason, longestReason);
  return { content, turn: null, problem: { ...problem, reason } };
}

async function judge(reply: ProviderReply, rules: ReplyRules): Promise<Omit<JudgedReply, 'turn'>> {
  const content = reply.text;
  if (reply.stop === 'mistake') return { content, problem: unread(reply, rules) };
  if (reply.stop === 'refusal') return { content, problem: refused(content) };
  if (reply.stop === 'length') return { content, problem: cut(content, rules.maxOutputTokens) };
  if (reply.turn !== null) return { content, problem: tooLong(reply.turn) };
  if (content.trim() === '') {
    return { content, problem: { kind: 'empty', reason: 'the reply has no text' } };
  }
  const called = toolCalledInText(content, rules.tools);
  if (rules.output === null) return { content, problem: callProblem(called, rules) };
  const checked = await checkReply(content, rules.output, rules.agentName);
  if (checked.ok) return { content: checked.json, problem: null };
  if (called !== undefined) return { content, problem: asText(called) };
  return { content, problem: { kind: 'schema', reason: checked.reason } };
}

/** What the model wrote could not be read by its own server. */
function unread({ reason = '' }: ProviderReply, { tools, output }: ReplyRules): ReplyProblem {
  const kind = tools.length > 0 ? 'tool' : output === null ? 'empty' : 'schema';
  const words = reason === '' ? '' : `: ${reason}`;
  return { kind, reason: `the server could not read what you wrote${words}` };
}

/** A model that does it again and again cannot do otherwise: its text is taken, with a warning. */
function callProblem(called: string | undefined, { callsInText }: ReplyRules): ReplyProblem | null {
  return called === undefined || callsInText >= callsInTextAtMost ? null : asText(called);
}

function asText(tool: string): ReplyProblem {
  return {
    kind: 'tool',
    reason: `it calls the tool '${tool}' in its text, where nobody runs it`,
  };
}

function refused(text: string): ReplyProblem {
  const words = text.trim() === '' ? '' : `: ${beginningOf(text.trim(), 500)}`;
  return { kind: 'refused', reason: `the model refused to answer${words}` };
}

function cut(text: string, limit: number): ReplyProblem {
  const before = text.trim() === '' ? ' before any text, most likely by reasoning' : '';
  return {
    kind: 'cut',
    reason: `the reply was cut at the limit of ${limit} output tokens${before}: answer more briefly, or raise maxOutputTokens`,
  };
}

/** Tool calls enter the history with the reply, and go on to the tools. */
function tooLong({ toolCalls }: ProviderTurn): ReplyProblem | null {
  const bytes = Buffer.byteLength(JSON.stringify(toolCalls));
  if (bytes <= historyLimitBytes) return null;
  return {
    kind: 'cut',
    reason: `the tool calls of one reply may have ${historyLimitBytes} bytes together, and these have ${bytes}: pass less at once`,
  };
}
