import { agentResult, replyText } from '../core/make-results.ts';
import type { Text } from '../core/content.ts';
import { toMs } from '../core/durations.ts';
import { Failure } from '../core/failures.ts';
import type { ModelReply, PromptMessage } from '../core/model-call.ts';
import { askAgain } from '../core/prompts/agent.ts';
import type { AgentResult, StepError } from '../core/results.ts';
import type { AgentSpec } from '../core/specs/agent.ts';
import type { Call } from './call.ts';

/** Replies at most before an agent gives up on an answer of the right form. */
const repliesAtMost = 3;

/**
 * An agent's turn: ask the model; a reply that can not be used goes back to it with the reason, a
 * bounded number of times.
 */
export async function runAgent(spec: AgentSpec, input: Text, call: Call): Promise<AgentResult> {
  const inTime = call.within(toMs(spec.timeout));
  const messages: PromptMessage[] = [{ role: 'user', text: input }];
  const replies: ModelReply[] = [];
  for (;;) {
    const asked = await inTime.model(spec, messages, replies.length + 1);
    if (!asked.ok) return agentResult(spec, call.made, replies, asked.error);
    const reply = asked.value;
    replies.push(reply);
    if (reply.problem === null) return agentResult(spec, call.made, replies);
    if (replies.length >= Math.min(repliesAtMost, spec.maxTurns)) {
      return agentResult(
        spec,
        call.made,
        replies,
        unusable(spec, replies.length, reply.problem.reason),
      );
    }
    if (reply.bytes > 0) messages.push({ role: 'assistant', text: replyText(reply) });
    messages.push({ role: 'user', text: askAgain(reply.problem) });
  }
}

function unusable(spec: AgentSpec, replies: number, reason: string): StepError {
  return {
    type: Failure.replyUnusable,
    message: `'${spec.name}' gave no usable reply in ${replies} tries; the last: ${reason}`,
    agentName: spec.name,
    retryable: false,
  };
}
