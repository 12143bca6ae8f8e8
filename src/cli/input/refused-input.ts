import type { ApplicationFailure } from '@temporalio/common';
import { Failure, failure } from '../../core/failures.ts';

/** The failure for a problem that is not inside a document: an option, a file. */
export function refuse(message: string): ApplicationFailure {
  return failure(Failure.inputInvalid, message, { details: { problems: [] } });
}
