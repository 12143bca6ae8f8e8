import { madeAgent } from '../made-agent.ts';
import type { AgentSpec } from '../agent/types.ts';
import type { SupervisorSpec } from './types.ts';

// The agents that a pattern makes itself where none is given, on the provider and model of the first
// agent in it.

export function plannerOf(spec: SupervisorSpec): AgentSpec {
  if (spec.planner !== null) return spec.planner;
  return madeAgent(Object.values(spec.workers), {
    name: 'Planner',
    role: 'the planner of a team',
    instructions:
      'You break a request down into the few tasks that matter, give each to the worker who fits it ' +
      'best, and judge honestly what came of them. You do no task yourself.',
  });
}

export function synthesizerOf(spec: SupervisorSpec): AgentSpec {
  if (spec.synthesizer !== null) return spec.synthesizer;
  return madeAgent(Object.values(spec.workers), {
    name: 'Synthesizer',
    role: 'the one who writes the final answer of a team',
    instructions:
      'You make one coherent answer out of what the workers found. You keep what they agree on, say ' +
      'where they contradict one another, and add no facts of your own.',
  });
}
