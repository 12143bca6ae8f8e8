import { z } from 'zod';
import { type Duration, timeoutSchema } from '../../durations.ts';
import { nameSchema } from '../agent/schema.ts';
import { refuseDoubleNames } from '../unique-names.ts';
import type { Step, StepInput } from '../step-schema.ts';
import { type Transform, type TransformInput, transformSchema } from './transform.ts';

/** A step of a pipeline, and what its input goes through first. */
export interface Stage {
  step: Step;
  transform: Transform | null;
}

export type StageInput = StepInput | { step: StepInput; transform?: TransformInput | null };

/** Steps one after another: each works on what the one before it said. */
export interface PipelineSpec {
  kind: 'pipeline';
  name: string;
  steps: Stage[];
  /** For each step by itself. */
  stepTimeout: Duration;
  /** Whether a failed step ends the run; otherwise the next one works on the last text there was. */
  stopOnError: boolean;
}

export type PipelineInput = Pick<PipelineSpec, 'kind'> &
  Partial<Omit<PipelineSpec, 'kind' | 'steps'>> & { steps: StageInput[] };

export function pipelineSchema(step: z.ZodType<Step, StepInput>) {
  const stage = z.strictObject({ step, transform: transformSchema(step).nullable().default(null) });
  return z
    .strictObject({
      kind: z.literal('pipeline'),
      name: nameSchema.default('pipeline'),
      steps: z.array(stageOf(step, stage)).min(1, 'at least one step is needed').max(500),
      stepTimeout: timeoutSchema.default('120s'),
      stopOnError: z.boolean().default(true),
    })
    .superRefine((spec, context) => {
      const steps = spec.steps.map((each) => each.step);
      refuseDoubleNames(steps, (index) => ['steps', index, 'name'], context);
    });
}

/** Not a union: a union would answer a wrong field with the problems of both its sides. */
function stageOf(step: z.ZodType<Step, StepInput>, stage: z.ZodType<Stage>) {
  return z.custom<StageInput>().transform((value, context): Stage => {
    const bare = typeof value !== 'object' || value === null || !('step' in value);
    const parsed = bare ? step.safeParse(value) : stage.safeParse(value);
    if (!parsed.success) {
      context.issues.push(
        ...parsed.error.issues.map((issue) => ({ ...issue, input: value }) as never),
      );
      return z.NEVER;
    }
    return 'step' in parsed.data ? parsed.data : { step: parsed.data, transform: null };
  });
}
