import type { Text } from '../core/content.ts';
import { type Duration, toMs } from '../core/durations.ts';
import type { Kind, ResultOf, SpecOf } from '../core/kinds/step.ts';
import { agentLoop } from './agent/agent-loop.ts';
import type { Wings } from './runtime/agent-task.ts';
import { asEveryKind } from './runtime/as-every-kind.ts';
import { checkedSpec } from './runtime/checked-spec.ts';
import { makeStepContext, type Runtime } from './runtime/make-step-context.ts';
import { runContextOf, runWorkflow, scopeOf } from './runtime/run-workflow.ts';
import type { Pattern, StepContext } from './runtime/step-context.ts';
import type { StepScope } from './runtime/step-scope.ts';

// Where the agent loop and the patterns are handed to the runtime.
export const wings: Wings = { agentLoop, patterns: {} };

/**
 * The workflow of a kind, made of its pattern: a run that succeeds returns its result, any other one
 * fails with it. From then on steps of this kind can also run inside a workflow of another kind.
 */
export function workflowOf<K extends Kind>(kind: K, own: Pattern<SpecOf<K>, ResultOf<K>>) {
  const pattern = asEveryKind(own);
  Object.assign(wings.patterns, { [kind]: pattern });
  return runWorkflow(kind, pattern, wings);
}

/** A pattern for users' own workflows, whose specs nobody has checked. */
export function checkedPattern<K extends Kind>(
  kind: K,
  own: Pattern<SpecOf<K>, ResultOf<K>>,
): Pattern<SpecOf<K>, ResultOf<K>> {
  const pattern = asEveryKind(own);
  return async (spec, input, ctx, resumed) =>
    await pattern(await checkedSpec(kind, spec), input, ctx, resumed);
}

/** What a user's own workflow can have done: all that a pattern can, and its code may read what was said. */
export interface OwnWorkflowContext extends StepContext {
  /** The text as a string: the content of a result is only referred to where it is long. */
  read(text: Text): Promise<string>;
}

/**
 * The context of a user's own workflow: hand it to a pattern function (`runParallel`), or run steps
 * with it. Unlike a spec on the wire, a pipeline run this way may have closures as transforms.
 *
 * @param options.context background that every agent sees; default none
 * @param options.user whose user context the agents share; default none
 * @param options.heartbeatTimeout without a sign of life for this long, the worker of a call is taken
 *   for dead and the call made again; default 15 s, embedded 5 s
 */
export function stepContext(
  name: string,
  options: { context?: string; user?: string; heartbeatTimeout?: Duration } = {},
): OwnWorkflowContext {
  const { runtime, scope } = ownRun(name, options);
  return { ...makeStepContext(runtime, scope), read: (text) => runtime.run.host.read(text) };
}

/** A user's own workflow as the runtime sees it. */
export function ownRun(
  name: string,
  {
    heartbeatTimeout,
    ...options
  }: { context?: string; user?: string; heartbeatTimeout?: Duration },
): { runtime: Runtime; scope: StepScope } {
  const watched =
    heartbeatTimeout === undefined ? {} : { heartbeatTimeoutMs: toMs(heartbeatTimeout) };
  const run = runContextOf({ ...options, ...watched });
  return { runtime: { run, wings }, scope: scopeOf(name, options) };
}
