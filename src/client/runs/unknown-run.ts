import type { ApplicationFailure } from '@temporalio/common';
import { invalidInput } from '../../core/parse-input.ts';

/** The failure for an id that no run has. */
export function unknownRun(id: string): ApplicationFailure {
  const message = `there is no run '${id}' here: look at the id, the namespace, and the folder whose .durable-agents it was started in`;
  return invalidInput('the id', [{ path: '', message }]);
}
