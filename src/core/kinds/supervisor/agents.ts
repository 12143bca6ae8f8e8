import type { AgentSpec } from '../agent/types.ts';
import { madeAgent } from '../made-agent.ts';
import { plannerRole, synthesizerRole } from './roles.ts';
import type { SupervisorSpec } from './types.ts';

export function plannerOf({ planner, workers }: SupervisorSpec): AgentSpec {
  return planner ?? madeAgent(Object.values(workers), plannerRole);
}

export function synthesizerOf({ synthesizer, workers }: SupervisorSpec): AgentSpec {
  return synthesizer ?? madeAgent(Object.values(workers), synthesizerRole);
}
