import type { Kind, ResultOf, SpecOf } from '../core/kinds/step.ts';
import { agentLoop } from './agent/agent-loop.ts';
import type { Wings } from './runtime/agent-task.ts';
import { contextOf, runWorkflow } from './runtime/run-workflow.ts';
import type { Pattern, StepContext } from './runtime/step-context.ts';

// Where the agent loop and the patterns are handed to the runtime.
export const wings: Wings = { agentLoop, patterns: {} };

/**
 * The workflow of a kind, made of its pattern: a run that succeeds returns its result, any other one
 * fails with it. From then on steps of this kind can also run inside a workflow of another kind.
 */
export function workflowOf<K extends Kind>(kind: K, pattern: Pattern<SpecOf<K>, ResultOf<K>>) {
  Object.assign(wings.patterns, { [kind]: pattern });
  return runWorkflow(kind, pattern, wings);
}

/**
 * The context of a user's own workflow: hand it to a pattern function (`runParallel`), or run steps
 * with it. Unlike a spec on the wire, a pipeline run this way may have closures as transforms.
 *
 * @param options.context background that every agent sees; default none
 * @param options.user whose user context the agents share; default none
 */
export function stepContext(
  name: string,
  options: { context?: string; user?: string } = {},
): StepContext {
  return contextOf(name, options, wings);
}
