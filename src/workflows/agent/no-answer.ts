import { Failure } from '../../core/failures.ts';
import type { AgentSpec } from '../../core/kinds/agent/types.ts';
import type { ModelReply } from '../../core/model-call.ts';
import type { StepError } from '../../core/results.ts';

/** An agent whose replies could not be used. */
export function noUsableReply(spec: AgentSpec, replies: number, reason: string): StepError {
  return {
    type: Failure.replyUnusable,
    message: `'${spec.name}' gave no usable reply in ${replies} tries; the last: ${reason}`,
    agentName: spec.name,
    retryable: false,
  };
}

/** An agent that asked for tools to the end. */
export function outOfTurns({ name, maxTurns }: AgentSpec, { toolCalls }: ModelReply): StepError {
  const wanted = [...new Set(toolCalls.map((each) => each.name))];
  const turns = maxTurns === 1 ? 'its only turn' : `the last of its ${maxTurns} turns`;
  return {
    type: Failure.replyUnusable,
    message: `'${name}' asked for tools (${wanted.join(', ')}) in ${turns} and so gave no answer: raise maxTurns, or say in its instructions when to stop`,
    agentName: name,
    retryable: false,
    details: { maxTurns, toolCalls: wanted },
  };
}
