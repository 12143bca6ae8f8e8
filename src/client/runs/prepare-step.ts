import { agentsIn, mapAgents } from '../../core/kinds/walk.ts';
import { refuseLongPaths } from '../../core/kinds/path-length.ts';
import { parseStep } from '../../core/kinds/step-schema.ts';
import type { Step } from '../../core/kinds/step.ts';
import { invalidInput } from '../../core/parse-input.ts';
import { checkOutputs } from './check-outputs.ts';
import { specOf, type StepLike } from './step-like.ts';

/** For agents that name none. */
export interface Defaults {
  provider: string;
  /** `null`: the provider's own default. */
  model: string | null;
}

/**
 * Reads a step and fills in what it leaves open, so that the history holds the full configuration.
 *
 * @throws `Input.Invalid`, naming the path of each problem
 */
export function prepareStep(step: StepLike, defaults: Defaults): Step {
  const spec = parseStep(specOf(step));
  refuseLongPaths(spec, 'the spec');
  checkOutputs(spec);
  return mapAgents(spec, (agent) => ({
    ...agent,
    provider: agent.provider ?? defaults.provider,
    model: agent.model ?? (agent.provider === null ? defaults.model : null),
  }));
}

/**
 * The step with its agent on a thread. Several agents on one thread would mix their conversations,
 * so they have to name their own.
 *
 * @throws `Input.Invalid` for several agents
 */
export function onThread(step: Step, thread: string): Step {
  const agents = agentsIn(step);
  if (agents.every((agent) => agent.thread !== null)) return step;
  if (agents.length > 1) {
    const message = `a thread for the whole run needs a single agent, and there are ${agents.length}: give each its own 'thread'`;
    throw invalidInput('the thread', [{ path: '', message }]);
  }
  return mapAgents(step, (agent) => ({ ...agent, thread }));
}
