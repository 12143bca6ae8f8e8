import { type Client, WorkflowFailedError } from '@temporalio/client';
import type { StepResult } from '../../core/kinds/step.ts';
import { resultIn } from '../progress/decode-event.ts';
import { spentBy } from './spent-by.ts';
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
