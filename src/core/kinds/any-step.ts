import { z } from 'zod';
import { inWords } from '../parse-input.ts';
import { passOn } from './refinements.ts';
import type { Step, StepInput } from './step.ts';

let schema: z.ZodType<Step, StepInput> | undefined;

/** Says what a step is, once that is known: an agent has steps inside it, and is one of the steps. */
export function defineAnyStep(step: z.ZodType<Step, StepInput>): void {
  schema = step;
}

/** A step of any kind, for schemas that a step's own schema is made of. */
export const anyStep = z.custom<StepInput>().transform((value: unknown, context): Step => {
  if (schema === undefined) throw new Error('step-schema.ts says what a step is: import it first');
  const parsed = schema.safeParse(value, { error: inWords });
  return parsed.success ? parsed.data : (passOn(parsed.error, value, context) as Step);
});
