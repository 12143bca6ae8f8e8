import { joinPath } from '../step-path.ts';
import { outputOf } from './every-kind.ts';
import { kindOf } from './registry.ts';
import type { Step } from './step.ts';

/**
 * Path of the step that says the content of a step, so that it can be read while it is said; `''`: the
 * step does itself. `null`: nobody says it word for word, or what is said may still be refused.
 */
export function answerPath(step: Step): string | null {
  if (outputOf(step) !== null) return null; // its content is JSON
  const answer = kindOf(step).answer(step);
  if (answer === null || answer === 'itself') return answer === null ? null : '';
  const { element, step: inner } = answer;
  const below = inner === null ? '' : answerPath(inner);
  return below === null ? null : joinPath(element, below);
}
