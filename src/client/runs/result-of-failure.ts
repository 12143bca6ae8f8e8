import { type Client, WorkflowFailedError } from '@temporalio/client';
import type { StepResult } from '../../core/kinds/step.ts';
import type { StepError } from '../../core/results.ts';
import { assemble } from '../progress/assemble.ts';
import { resultIn } from '../progress/decode-event.ts';
import { partialResult } from '../progress/partial-result.ts';
import { readWorkflows } from '../progress/read-workflows.ts';
import { stepErrorFrom } from './step-error-from.ts';

/**
 * The result of a run whose workflow did not complete: the partial one in the failure's details,
 * or one made from what the history tells.
 *
 * @throws the error itself when it is not about how the run ended
 */
export async function resultOfFailure(
  temporal: Client,
  id: string,
  error: unknown,
): Promise<StepResult> {
  if (!(error instanceof WorkflowFailedError)) throw error;
  return (
    resultIn(error.cause) ?? (await spentBy(temporal, id, stepErrorFrom(error.cause, 'the run')))
  );
}

/**
 * The result of a run that has left none, because it was cancelled, terminated or timed out: what it
 * has spent, and the parts that were finished, from its histories.
 */
async function spentBy(temporal: Client, id: string, error: StepError): Promise<StepResult> {
  const workflows = await readWorkflows(temporal, id);
  const now = Date.now();
  const { usage, totalCost, unpriced, simulated, totalDurationMs } = assemble(id, workflows, now);
  const spent = { usage, totalCost, unpriced, simulated, totalDurationMs };
  return { ...partialResult(id, workflows, error), ...spent };
}
