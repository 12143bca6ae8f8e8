import type { AgentSpec } from '../../core/kinds/agent/types.ts';
import { madeAgent } from '../../core/kinds/made-agent.ts';
import { failedResult } from '../../core/kinds/results.ts';
import type { Step, StepResult } from '../../core/kinds/step.ts';
import { agentsIn } from '../../core/kinds/walk.ts';
import type { Outcome } from '../../core/results.ts';
import type { StepThread } from '../agent/resources.ts';
import { withSeenThread } from './seen-thread.ts';
import type { Pattern, StepContext } from './step-context.ts';

/** Where a pattern on a thread goes on from: what it has seen of the thread, and its own state. */
interface Resumed {
  thread: StepThread;
  state: object;
}

/**
 * A pattern that goes on with a conversation: what was said so far is background to all agents in it,
 * and what it was asked and has answered is appended when it has succeeded.
 */
export function onThread<S extends object, R extends StepResult>(
  pattern: Pattern<S, R>,
  thread: string,
): Pattern<S, R> {
  return async (spec, input, ctx, given) => {
    const step = spec as unknown as Step;
    const resumed = given as Resumed | undefined;
    const opened = await open(step, thread, ctx, resumed);
    if (!opened.ok) return failedResult(step, ctx.identity, opened.error) as R;
    const result = await pattern(spec, input, ctx.hearing(opened.value), resumed?.state);
    const seen = withSeenThread(result, opened.value);
    if (!seen.success || seen.content === null) return seen;
    const kept = await ctx.appendExchange({ thread, input, answer: seen.content });
    if (kept.ok) return seen;
    const lost = 'output' in seen ? { output: null } : {};
    return { ...seen, ...lost, success: false, content: null, error: kept.error };
  };
}

async function open(
  step: Step,
  thread: string,
  ctx: StepContext,
  resumed: Resumed | undefined,
): Promise<Outcome<StepThread>> {
  if (resumed !== undefined) return { ok: true, value: resumed.thread };
  return await ctx.openThread({ reader: readerFor(step), thread });
}

/** Sums up what the pattern does not see, on the model of its first agent; without agents nobody reads it. */
function readerFor(step: Step): AgentSpec {
  const made = madeAgent([step], { name: step.name, role: '', instructions: '' });
  return agentsIn(step).length === 0 ? { ...made, threadOverflow: 'trim' } : made;
}
