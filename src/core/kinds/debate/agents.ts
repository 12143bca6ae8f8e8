import { madeAgent } from '../made-agent.ts';
import type { AgentSpec } from '../agent/types.ts';
import type { DebateSpec } from './types.ts';

export function moderatorOf(spec: DebateSpec): AgentSpec {
  if (spec.moderator !== null) return spec.moderator;
  return madeAgent(spec.agents, {
    name: 'Moderator',
    role: "the moderator of a debate, on nobody's side",
    instructions:
      'You name the positions fairly, in the words of those who hold them. You do not count how often ' +
      'something was said as a reason for it, and you keep well-founded dissent.',
  });
}
