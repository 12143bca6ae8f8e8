import type { AgentSpec } from '../agent/types.ts';
import { madeAgent } from '../made-agent.ts';
import { moderatorRole } from './roles.ts';
import type { DebateSpec } from './types.ts';

export function moderatorOf({ moderator, agents }: DebateSpec): AgentSpec {
  return moderator ?? madeAgent(agents, moderatorRole);
}
