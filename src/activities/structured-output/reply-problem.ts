import { historyLimitBytes, type ReplyProblem } from '../../core/model-call.ts';
import type { JsonObject, ProviderReply, ProviderTurn } from '../providers/provider.ts';
import { checkReply } from './reply-schema.ts';

/** What of an agent's settings a reply is judged by. */
export interface ReplyRules {
  agentName: string;
  maxOutputTokens: number;
  /** What the answer is to fit, not a turn that asks for tools; `null`: free text. */
  output: JsonObject | null;
}

/** A reply as it is stored, and why it cannot be used, if it cannot. */
export interface JudgedReply {
  /** With an output schema: the JSON alone. */
  content: string;
  /** The tool calls it asks for; with a problem, it asks for none. */
  turn: ProviderTurn | null;
  problem: ReplyProblem | null;
}

/** Characters of a reason: it stands in the history, and in the next prompt. */
const longestReason = 2_000;

/** Judges a reply. A model's mistake is a value: it goes back to the model. */
export function judgeReply(reply: ProviderReply, rules: ReplyRules): JudgedReply {
  const { content, problem } = judge(reply, rules);
  if (problem === null) return { content, turn: reply.turn, problem };
  const reason = problem.reason.slice(0, longestReason);
  return { content, turn: null, problem: { ...problem, reason } };
}

function judge(reply: ProviderReply, rules: ReplyRules): Omit<JudgedReply, 'turn'> {
  const content = reply.text;
  if (reply.stop === 'refusal') return { content, problem: refused(content) };
  if (reply.stop === 'length') return { content, problem: cut(content, rules.maxOutputTokens) };
  if (reply.turn !== null) return { content, problem: tooLong(reply.turn) };
  if (content.trim() === '') {
    return { content, problem: { kind: 'empty', reason: 'the reply has no text' } };
  }
  if (rules.output === null) return { content, problem: null };
  const checked = checkReply(content, rules.output, rules.agentName);
  if (checked.ok) return { content: checked.json, problem: null };
  return { content, problem: { kind: 'schema', reason: checked.reason } };
}

function refused(text: string): ReplyProblem {
  const words = text.trim() === '' ? '' : `: ${text.trim().slice(0, 500)}`;
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
