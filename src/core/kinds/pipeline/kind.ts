import { spendingOf, withSpending, asEntry } from '../../results.ts';
import { isTemplate } from '../../template.ts';
import type { Child, StepKind } from '../kind.ts';
import type { Step } from '../step.ts';
import { stageElement, stageNumber, transformElement } from './paths.ts';
import type { PipelineResult, PipelineSpec, Stage } from './types.ts';

/** Steps one after another; a transform that is a step or a function has a place of its own before its step. */
export const pipeline: StepKind<'pipeline'> = {
  flow: 'in turn',
  children: ({ steps }) => steps.flatMap(childrenOfStage),
  mapChildren: (spec, change) => ({
    ...spec,
    steps: spec.steps.map(({ step, transform }) => ({
      step: change(step),
      transform: isStep(transform) ? change(transform) : transform,
    })),
  }),
  title: (spec, element) => ({ who: element, what: [], step: stepAt(spec, element) }),
  answer: ({ steps }) => {
    const step = steps.at(-1)?.step;
    return step === undefined ? null : { element: stageElement(steps.length - 1, step), step };
  },
  nothing: () => ({ steps: [] }),
  mapResults: (result, change) => ({
    ...result,
    steps: result.steps.map(change) as PipelineResult['steps'],
  }),
  finished: ({ steps }, of) => ({
    steps: steps.flatMap((stage, index) => {
      const element = stageElement(index, stage.step);
      const before = transformElement(element);
      if (!of.wasStarted(element) && !of.wasStarted(before)) return [];
      const result = of.resultOf(stage.step, element);
      const spent = isStep(stage.transform) ? of.resultOf(stage.transform, before) : null;
      const whole = spent === null ? result : withSpending(result, spendingOf(spent));
      return [{ ...asEntry(whole), input: of.inputOf(element) }];
    }),
  }),
};

function childrenOfStage({ step, transform }: Stage, index: number): Child[] {
  const element = stageElement(index, step);
  const stage = { place: `steps[${index}]`, element, step };
  if (transform === null || (typeof transform === 'string' && isTemplate(transform)))
    return [stage];
  const place = `steps[${index}].transform`;
  return [{ place, element: transformElement(element), step: transform }, stage];
}

function stepAt({ steps }: PipelineSpec, element: string): Step | null {
  const index = stageNumber(element) - 1;
  const stage = steps[index];
  if (stage === undefined) return null;
  if (element === stageElement(index, stage.step)) return stage.step;
  return isStep(stage.transform) ? stage.transform : null;
}

function isStep(transform: Stage['transform']): transform is Step {
  return typeof transform === 'object' && transform !== null;
}
