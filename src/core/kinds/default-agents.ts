import type { AgentSpec } from './agent/schema.ts';
import { agentSchema } from './agent/schema.ts';
import type { DebateSpec } from './debate/schema.ts';
import { agentsIn } from './walk.ts';
import type { Step } from './step-schema.ts';
import type { SupervisorSpec } from './supervisor/schema.ts';

// The agents that a pattern makes itself where none is given, on the provider and model of the first
// agent in it.

export function plannerOf(spec: SupervisorSpec): AgentSpec {
  if (spec.planner !== null) return spec.planner;
  return made(Object.values(spec.workers), {
    name: 'Planner',
    role: 'the planner of a team',
    instructions:
      'You break a request down into the few tasks that matter, give each to the worker who fits it ' +
      'best, and judge honestly what came of them. You do no task yourself.',
  });
}

export function synthesizerOf(spec: SupervisorSpec): AgentSpec {
  if (spec.synthesizer !== null) return spec.synthesizer;
  return made(Object.values(spec.workers), {
    name: 'Synthesizer',
    role: 'the one who writes the final answer of a team',
    instructions:
      'You make one coherent answer out of what the workers found. You keep what they agree on, say ' +
      'where they contradict one another, and add no facts of your own.',
  });
}

export function moderatorOf(spec: DebateSpec): AgentSpec {
  if (spec.moderator !== null) return spec.moderator;
  return made(spec.agents, {
    name: 'Moderator',
    role: "the moderator of a debate, on nobody's side",
    instructions:
      'You name the positions fairly, in the words of those who hold them. You do not count how often ' +
      'something was said as a reason for it, and you keep well-founded dissent.',
  });
}

function made(
  steps: readonly Step[],
  who: { name: string; role: string; instructions: string },
): AgentSpec {
  const first = steps.flatMap(agentsIn)[0];
  const { provider = null, model = null } = first ?? {};
  return agentSchema.parse({ kind: 'agent', ...who, provider, model });
}
