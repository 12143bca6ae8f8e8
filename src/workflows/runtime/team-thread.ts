import type { AgentSpec } from '../../core/kinds/agent/types.ts';
import { withConversation } from '../../core/prompts/thread.ts';
import type { Outcome } from '../../core/results.ts';
import type { Said } from '../../core/thread-window.ts';
import type { StepThread } from '../agent/resources.ts';
import type { Wings } from './agent-task.ts';
import type { RunContext } from './run-context.ts';
import { bound, type StepScope } from './step-scope.ts';
import { withDeadline } from './with-deadline.ts';

/** For what is done of a thread before a pattern begins, its summary included; milliseconds. */
const openingMs = 120_000;

/** Fixes what a pattern sees of its thread. */
export function openTeamThread(
  { run, wings }: { run: RunContext; wings: Wings },
  scope: StepScope,
  opening: { reader: AgentSpec; thread: string },
): Promise<Outcome<StepThread>> {
  const bounded = bound(scope, openingMs);
  return withDeadline(run, bounded, (limit) => wings.openTeamThread(run, bounded, opening, limit));
}

/**
 * A run in which everybody has the conversation as background. Where it is continued as a new one, that
 * goes on with what was seen at first: it stands with the state of the pattern, as `{thread, state}`.
 */
export function hearing(run: RunContext, thread: StepThread): RunContext {
  const context = withConversation(run.context, thread.window, thread.written ?? '');
  const checkpoint: RunContext['host']['checkpoint'] = (state, options) =>
    run.host.checkpoint({ thread, state }, options);
  return { ...run, context, host: { ...run.host, checkpoint } };
}

/** Appends an exchange to a thread, once however often it is tried. */
export async function appendExchange(
  run: RunContext,
  scope: StepScope,
  said: Said,
): Promise<Outcome<null>> {
  const step = `${run.execution}/${scope.path}`;
  const exchange = { ...said, step, run: run.owner.run, author: scope.identity.name };
  return await withDeadline(run, scope, async (limit) => {
    await run.host.appendExchange(exchange, limit);
    return null;
  });
}
