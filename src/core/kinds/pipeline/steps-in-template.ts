import type { Text } from '../../content.ts';
import { didYouMean } from '../../nearest.ts';
import {
  ofPipeline,
  pipelineInput,
  stepPlace,
  stepsShown,
  type TemplateTexts,
} from '../../template.ts';
import type { Transform } from './types.ts';

/** A step that has run, and what it said; `null`: it failed. */
export interface Said {
  name: string;
  content: Text | null;
}

/**
 * What a template can show besides its own input: what the pipeline was asked, and what each of its
 * steps so far said, nothing where one failed. `null`: it shows none of this.
 */
export function textsOfPipeline(
  template: unknown,
  input: Text,
  said: readonly Said[],
): TemplateTexts | null {
  if (typeof template !== 'string' || ofPipeline(template).length === 0) return null;
  const contents = said.map(({ name, content }) => [stepPlace(name), content ?? ''] as const);
  return { [pipelineInput]: input, ...Object.fromEntries(contents) };
}

/**
 * The problem of a template that shows a step which is not there, or not yet; `null`: it has none.
 *
 * @param names of the pipeline's steps, in order; `undefined`: one has none
 * @param at index of the step whose template it is
 */
export function unknownStep(
  template: Transform | null,
  names: readonly (string | undefined)[],
  at: number,
): string | null {
  if (typeof template !== 'string') return null;
  const earlier = names.slice(0, at).flatMap((name) => name ?? []);
  const unknown = stepsShown(template).find((name) => !earlier.includes(name));
  if (unknown === undefined) return null;
  const mark = `{${stepPlace(unknown)}}`;
  if (names.includes(unknown))
    return `${mark} cannot be shown here: '${unknown}' does not run before this step`;
  if (earlier.length === 0) return `${mark} cannot be shown here: no step runs before this one`;
  return `no step before this one is called '${unknown}'${didYouMean(unknown, earlier)}`;
}
