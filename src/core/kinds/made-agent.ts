import { agentDefaults } from './agent/defaults.ts';
import type { AgentSpec } from './agent/types.ts';
import type { Step } from './step.ts';
import { agentsIn } from './walk.ts';

/** An agent that a pattern makes itself, on the provider and model of the first agent in its steps. */
export function madeAgent(
  steps: readonly Step[],
  who: Pick<AgentSpec, 'name' | 'role' | 'instructions'>,
): AgentSpec {
  const first = steps.flatMap(agentsIn)[0];
  const { provider = null, model = null } = first ?? {};
  return { kind: 'agent', ...agentDefaults, ...who, provider, model };
}
