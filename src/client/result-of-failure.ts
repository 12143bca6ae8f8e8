import { type Client, WorkflowFailedError } from '@temporalio/client';
import { CancelledFailure, TerminatedFailure, TimeoutFailure } from '@temporalio/common';
import { Failure, findFailure } from '../core/failures.ts';
import { failedResult } from '../core/make-results.ts';
import { type StepError, stepErrorOf, type StepResult } from '../core/results.ts';
import { parseStep } from '../core/specs/step.ts';
import { spentBy } from './spent-by.ts';

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
  const [details] = findFailure(error)?.details ?? [];
  if (typeof details === 'object' && details !== null && 'kind' in details)
    return details as StepResult;
  return await spentBy(temporal, id, endOf(error));
}
