import type { Text } from '../../../core/content.ts';
import { toMs } from '../../../core/durations.ts';
import { Failure } from '../../../core/failures.ts';
import { parallelResult } from '../../../core/make-results.ts';
import {
  asEntry,
  type ParallelResult,
  type StepError,
  type StepResult,
} from '../../../core/results.ts';
import type { ParallelSpec } from '../../../core/kinds/parallel/schema.ts';
import type { Call } from '../../runtime/step-context.ts';
import { fanOut } from '../../runtime/fan-out.ts';

/** All agents at once, each on the run's input or on its own; results in the order given. */
export async function runParallel(
  spec: ParallelSpec,
  input: Text,
  call: Call,
): Promise<ParallelResult> {
  const inTime = call.within(toMs(spec.timeout));
  const results = await inTime.stoppable((inside, stop) =>
    fanOut(spec.agents, spec.concurrency, async (agent) => {
      const own = Object.hasOwn(spec.inputs, agent.name) ? spec.inputs[agent.name] : undefined;
      const read = own === undefined ? input : await inside.keep(own, `${agent.name}-input`);
      const result = await inside.step(agent, read);
      if (spec.failFast && !result.success) stop(stoppedBy(result));
      return asEntry(result);
    }),
  );
  const result = parallelResult(spec, call.made, results);
  if (result.content === null) return result;
  return { ...result, content: await call.keep(result.content, 'answers') };
}

function stoppedBy(failed: StepResult): StepError {
  const message = `stopped because '${failed.name}' failed (failFast): ${failed.error?.message}`;
  return { type: Failure.runCancelled, message, retryable: false };
}
