import { agentResult, replyText } from '../core/make-results.ts';
import type { Text } from '../core/content.ts';
import { toMs } from '../core/durations.ts';
import { Failure } from '../core/failures.ts';
import type { ModelReply, PromptMessage, ReplyProblem } from '../core/model-call.ts';
import { askAgain } from '../core/prompts/agent.ts';
import type { AgentResult, StepError } from '../core/results.ts';
import type { AgentSpec } from '../core/specs/agent.ts';
import type { Asked, Call, Reader } from './call.ts';
import { withThread } from './open-thread.ts';

/** Replies at most before an agent gives up on an answer of the right form. */
const repliesAtMost = 3;

/** An agent's answer, whatever it says. */
export async function runAgent(spec: AgentSpec, input: Text, call: Call): Promise<AgentResult> {
  return (await converse(spec, input, call, () => ({ ok: true, value: null }))).result;
}

/** An agent's answer, with what its thread holds before the question. */
export async function converse<T>(
  spec: AgentSpec,
  input: Text,
  call: Call,
  read: Reader<T>,
): Promise<Asked<T>> {
  const opened = await call.within(toMs(spec.timeout)).onThread(spec);
  if (!opened.ok) return { result: agentResult(spec, call.made, [], opened.error), value: null };
  const { call: onThread, thread } = opened.value;
  const asked = await takeTurns(spec, input, onThread, read);
  return thread === null ? asked : { ...asked, result: withThread(asked.result, thread) };
}

/**
 * An agent's turn: ask the model; a reply that can not be used goes back to it with the reason, a
 * bounded number of times.
 */
async function takeTurns<T>(
  spec: AgentSpec,
  input: Text,
  call: Call,
  read: Reader<T>,
): Promise<Asked<T>> {
  const inTime = call.within(toMs(spec.timeout));
  const messages: PromptMessage[] = [{ role: 'user', text: input }];
  const replies: ModelReply[] = [];
  for (;;) {
    const asked = await inTime.model(spec, messages, replies.length + 1);
    if (!asked.ok)
      return { result: agentResult(spec, call.made, replies, asked.error), value: null };
    const reply = asked.value;
    replies.push(reply);
    const judged = judge(reply, read);
    if (judged.ok) return { result: agentResult(spec, call.made, replies), value: judged.value };
    if (replies.length >= Math.min(repliesAtMost, spec.maxTurns)) {
      const error = unusable(spec, replies.length, judged.problem.reason);
      return { result: agentResult(spec, call.made, replies, error), value: null };
    }
    if (reply.bytes > 0) messages.push({ role: 'assistant', text: replyText(reply) });
    messages.push({ role: 'user', text: askAgain(judged.problem) });
  }
}

type Judged<T> = { ok: true; value: T } | { ok: false; problem: ReplyProblem };

function judge<T>(reply: ModelReply, read: Reader<T>): Judged<T> {
  if (reply.problem !== null) return { ok: false, problem: reply.problem };
  const judged = read(reply.content ?? '');
  if (judged.ok) return judged;
  return { ok: false, problem: { kind: 'schema', reason: judged.reason } };
}

function unusable(spec: AgentSpec, replies: number, reason: string): StepError {
  return {
    type: Failure.replyUnusable,
    message: `'${spec.name}' gave no usable reply in ${replies} tries; the last: ${reason}`,
    agentName: spec.name,
    retryable: false,
  };
}
