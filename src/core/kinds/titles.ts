import { splitPath } from '../step-path.ts';
import { kindOf } from './registry.ts';
import type { Step } from './step.ts';

/**
 * The path of a step in words, the same on the command line and in the Web UI: `Critic · round 1 ·
 * vote` for a debate's `r1-vote-Critic`. Elements that no kind knows stay as they are.
 *
 * @param spec the step that the path begins in; `null`: not known
 */
export function stepTitle(path: string, spec: Step | null): string {
  const { titles } = splitPath(path).reduce<{ titles: string[]; step: Step | null }>(
    ({ titles: before, step }, element) => {
      const title =
        step === null ? { who: element, what: [], step: null } : kindOf(step).title(step, element);
      return { titles: [...before, [title.who, ...title.what].join(' · ')], step: title.step };
    },
    { titles: [], step: spec },
  );
  return titles.join('/');
}
