import { resultBase, spendingOf, type StepIdentity } from '../../results.ts';
import { addSpending } from '../../usage.ts';
import type { PipelineResult } from './types.ts';

/** A pipeline's result: a success when its last step was started and succeeded. */
export function pipelineResult(
  identity: StepIdentity,
  steps: PipelineResult['steps'],
): PipelineResult {
  const last = steps.at(-1);
  const ended = last?.error ?? last?.content ?? null;
  return {
    kind: 'pipeline',
    ...resultBase(identity, addSpending(steps.map(spendingOf)), ended),
    steps,
  };
}
