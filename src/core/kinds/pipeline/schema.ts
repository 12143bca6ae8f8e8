import { z } from 'zod';
import { inWords } from '../../parse-input.ts';
import { timeoutSchema } from '../../timeout-schema.ts';
import { nameSchema } from '../name-schema.ts';
import { inAnyCase, listIn, nameIn, passOn } from '../refinements.ts';
import type { Step, StepInput } from '../step.ts';
import { refuseDoubleNames } from '../unique-names.ts';
import { isStage } from './stage.ts';
import { unknownStep } from './steps-in-template.ts';
import { transformSchema } from './transform-schema.ts';
import type { Stage, StageInput } from './types.ts';

export function pipelineSchema(step: z.ZodType<Step, StepInput>) {
  const transform = transformSchema(step);
  const stage = z.strictObject({ step, transform: transform.nullable().default(null) });
  return z
    .strictObject({
      kind: z.literal('pipeline'),
      name: nameSchema.default('pipeline'),
      steps: z.array(stageOf(step, stage)).min(1, 'at least one step is needed').max(500),
      stepTimeout: timeoutSchema.default('120s'),
      stopOnError: z.boolean().default(true),
    })
    .superRefine((spec, context) => {
      const names = listIn(spec.steps).map((stage) =>
        nameIn(isStage(stage) ? stage.step : bareStep(stage)),
      );
      refuseDoubleNames(names, (index) => ['steps', index, 'name'], context);
      for (const [index, stage] of listIn(spec.steps).entries()) {
        const problem = isStage(stage) ? unknownStep(stage.transform, names, index) : null;
        if (problem === null) continue;
        context.addIssue({ code: 'custom', path: ['steps', index, 'transform'], message: problem });
      }
    }, inAnyCase);
}

/** Not a union: a union would answer a wrong field with the problems of both its sides. */
function stageOf(step: z.ZodType<Step, StepInput>, stage: z.ZodType<Stage>) {
  return z.custom<StageInput>().transform((value, context): Stage => {
    if (isStage(value)) {
      const parsed = stage.safeParse(value, { error: inWords });
      return parsed.success ? parsed.data : (passOn(parsed.error, value, context) as Stage);
    }
    const parsed = step.safeParse(value, { error: inWords });
    if (!parsed.success) return passOn(parsed.error, value, context) as Stage;
    return { step: parsed.data, transform: null };
  });
}

/** What could not be read stays as it was written. */
function bareStep(stage: unknown): Step {
  return stage as Step;
}
