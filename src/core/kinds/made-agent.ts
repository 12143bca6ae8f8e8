import { agentDefaults } from './agent/defaults.ts';
import type { AgentSpec } from './agent/types.ts';
import type { Step } from './step.ts';
import { agentsIn } from './walk.ts';

/** An agent that a pattern makes itself, on the provider, model and prompt cache of the first agent in its steps. */
export function madeAgent(
  steps: readonly Step[],
  who: Pick<AgentSpec, 'name' | 'role' | 'instructions'>,
): AgentSpec {
  const first = steps.flatMap(agentsIn)[0];
  // A run from before there was a prompt cache goes on without one.
  const { provider = null, model = null, models, promptCache = 'off' } = first ?? {};
  const chosen = { provider, model, ...(models === undefined ? {} : { models }) };
  return { kind: 'agent', ...agentDefaults, ...who, ...chosen, promptCache };
}
