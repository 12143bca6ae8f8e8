import { Failure } from '../../core/failures.ts';
import type { ResultBase } from '../../core/results.ts';
import { joinPath, pathInside } from '../../core/step-path.ts';
import { nothingSpent, onlyWarnings, type Spending } from '../../core/usage.ts';
import { partFailed } from '../../core/warnings.ts';
import type { StepContext } from './step-context.ts';

/**
 * What a step that goes on without one of its parts has to tell of it: a warning where the part has
 * failed, and nothing where it has not, or was cancelled.
 *
 * @param what the part, as a sentence begins with it
 */
export function failedPart(
  { path, identity }: Pick<StepContext, 'path' | 'identity'>,
  { id, error }: Pick<ResultBase, 'id' | 'error'>,
  what: string,
): Spending {
  if (error === null || error.type === Failure.runCancelled) return nothingSpent;
  const part = joinPath(path, pathInside(id, identity.id) ?? '');
  return onlyWarnings([partFailed(what, error.message, part)]);
}
