import { z } from 'zod';
import { inWords } from '../../parse-input.ts';
import { inputMark, isTemplate, questionMark } from '../../template.ts';
import { passOn } from '../refinements.ts';
import { currentChecks } from '../spec-checks.ts';
import type { Step, StepInput } from '../step.ts';
import type { Transform, TransformInput } from './types.ts';

const closure =
  "a function cannot travel to a worker: write a template such as 'Improve this:\\n{input}', or " +
  'register the function on the worker and give its name here';

export function transformSchema(
  step: z.ZodType<Step, StepInput>,
): z.ZodType<Transform, TransformInput> {
  return z.custom<TransformInput>().transform((value: unknown, context): Transform => {
    const problem = typeof value === 'string' ? textProblem(value) : closureProblem(value);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
    if (problem !== null || typeof value === 'string') return value as string;
    const parsed = step.safeParse(value, { error: inWords });
    return parsed.success ? parsed.data : (passOn(parsed.error, value, context) as Transform);
  });
}

function closureProblem(value: unknown): string | null {
  return typeof value === 'function' ? closure : null;
}

function textProblem(value: string): string | null {
  if (isTemplate(value)) return null;
  if (/^[\w.-]+$/.test(value))
    return currentChecks().function(value, `write a template with ${inputMark} in it`);
  return `a template needs ${inputMark} (the text so far) or ${questionMark} (what was asked at first); anything else is the name of a registered function`;
}
