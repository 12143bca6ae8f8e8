import type { ApplicationFailure } from '@temporalio/common';
import { Failure, failure } from '../../core/failures.ts';

/** The failure for an id that no run has. */
export function unknownRun(id: string): ApplicationFailure {
  const message = `there is no run '${id}' here: check the id, the namespace, and the folder whose .durable-agents it was started in`;
  return failure(Failure.inputInvalid, message, {
    details: { problems: [{ path: '', message }], reason: 'unknownRun' },
  });
}
