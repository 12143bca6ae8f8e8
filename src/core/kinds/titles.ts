import { baselineTitle, isBaseline } from '../baseline.ts';
import { formWriter } from '../prompts/output.ts';
import { splitPath } from '../step-path.ts';
import { outputElement, outputOf } from './every-kind.ts';
import { kindOf } from './registry.ts';
import type { ElementTitle } from './kind.ts';
import type { Step } from './step.ts';

/**
 * The path of a step in words, the same on the command line and in the Web UI: `Critic · round 1 ·
 * vote` for a debate's `r1-vote-Critic`. Elements that no kind knows stay as they are.
 *
 * @param spec the step that the path begins in; `null`: not known
 */
export function stepTitle(path: string, spec: Step | null): string {
  if (isBaseline(spec, path)) return baselineTitle;
  const { titles } = splitPath(path).reduce<{ titles: string[]; step: Step | null }>(
    ({ titles: before, step }, element) => {
      const title = step === null ? untitled(element) : titleIn(step, element);
      return { titles: [...before, [title.who, ...title.what].join(' · ')], step: title.step };
    },
    { titles: [], step: spec },
  );
  return titles.join('/');
}

/** The step at a path, as far as specs tell; `null`: it is made up as the run goes, or there is none. */
export function stepAt(path: string, spec: Step | null): Step | null {
  return splitPath(path).reduce<Step | null>(stepInside, spec);
}

/** The step that stands at an element of another one. */
export function stepInside(step: Step | null, element: string): Step | null {
  return step === null ? null : titleIn(step, element).step;
}

function titleIn(step: Step, element: string): ElementTitle {
  const isForm = element === outputElement && outputOf(step) !== null;
  return isForm ? untitled(formWriter.name) : kindOf(step).title(step, element);
}

function untitled(element: string): ElementTitle {
  return { who: element, what: [], step: null };
}
