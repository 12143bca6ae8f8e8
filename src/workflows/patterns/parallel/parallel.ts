import type { Text } from '../../../core/content.ts';
import { Failure } from '../../../core/failures.ts';
import { parallelResult } from '../../../core/kinds/parallel/result.ts';
import type { ParallelResult, ParallelSpec } from '../../../core/kinds/parallel/types.ts';
import type { StepResult } from '../../../core/kinds/step.ts';
import { asEntry, type StepError } from '../../../core/results.ts';
import { fanOut } from '../../runtime/fan-out.ts';
import type { StepContext } from '../../runtime/step-context.ts';
import { checkedPattern, workflowOf } from '../../workflow-of.ts';

/** All agents at once, each on the run's input or on its own; results in the order given. */
async function askAll(spec: ParallelSpec, input: Text, ctx: StepContext): Promise<ParallelResult> {
  const results = await ctx.scope({ timeout: spec.timeout }, (inside, stop) =>
    fanOut(spec.agents, spec.concurrency, async (agent) => {
      const own = Object.hasOwn(spec.inputs, agent.name) ? spec.inputs[agent.name] : undefined;
      const read = own === undefined ? input : await inside.offload(own, `${agent.name}-input`);
      const result = await inside.step(agent, read);
      if (spec.failFast && !result.success) stop(stoppedBy(result));
      return asEntry(result);
    }),
  );
  const result = parallelResult(spec, ctx.identity, results);
  if (result.content === null) return result;
  return { ...result, content: await ctx.offload(result.content, 'answers') };
}

function stoppedBy(failed: StepResult): StepError {
  const message = `stopped because '${failed.name}' failed (failFast): ${failed.error?.message}`;
  return { type: Failure.runCancelled, message, retryable: false };
}

/** The workflow of a parallel. */
export const parallel = workflowOf('parallel', askAll);

/** Runs a parallel in a user's own workflow. */
export const runParallel = checkedPattern('parallel', askAll);
