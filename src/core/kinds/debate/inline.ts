import { asAgent } from '../walk.ts';
import type { AgentSpec } from '../agent/types.ts';
import type { Step } from '../step.ts';
import type { DebateSpec } from './types.ts';

// Who answers in a form of the debate's own, and who as ever.

/** Whether statements hold the votes: not in specs from before there was this. */
export function isInline({ votes }: Partial<DebateSpec>): boolean {
  return votes === 'inline';
}

/**
 * The step as an agent whose statements hold its votes. `null`: it votes in a call of its own, as people
 * and patterns do, and agents whose replies have a form of their own or stand in a conversation.
 */
export function asInlineVoter(step: Step, spec: DebateSpec): AgentSpec | null {
  const agent = isInline(spec) ? asAgent(step) : null;
  return agent !== null && isFree(agent) ? agent : null;
}

/** Whether this moderator writes an analysis with its conclusion. */
export function analyses(moderator: AgentSpec, spec: DebateSpec): boolean {
  return isInline(spec) && isFree(moderator);
}

function isFree({ output, thread }: AgentSpec): boolean {
  return output === null && thread === null;
}
