import { invalidInput } from '../parse-input.ts';
import { childSteps } from './walk.ts';
import type { Step } from './step.ts';

/** Temporal's ids have 1,000 characters at most, and a run's own id takes up to 200 of a child's. */
const longest = 700;

/**
 * Refuses steps nested so deep, under names so long, that their child runs could get no id.
 *
 * @throws `Input.Invalid`
 */
export function refuseLongPaths(step: Step, what: string): void {
  const length = lengthOf(step);
  if (length <= longest) return;
  const message = `the names on the way to its innermost step have ${length} characters together; ${longest} are the most: nest less, or shorten them`;
  throw invalidInput(what, [{ path: '', message }]);
}

/** A path has the name, and some characters of the pattern's own, for each level. */
function lengthOf(step: Step): number {
  const inner = childSteps(step).map((each) => lengthOf(each.step));
  return step.name.length + 20 + Math.max(0, ...inner);
}
