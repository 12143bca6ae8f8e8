import { z } from 'zod';
import type { Step, StepInput } from '../step.ts';
import { inputMark, isTemplate } from './transform.ts';
import type { Transform, TransformInput } from './types.ts';

const closure =
  "a function can not travel to a worker: write a template such as 'Improve this:\\n{input}', or " +
  'register the function on the worker and give its name here';

export function transformSchema(
  step: z.ZodType<Step, StepInput>,
): z.ZodType<Transform, TransformInput> {
  return z.custom<TransformInput>().transform((value: unknown, context): Transform => {
    const problem = typeof value === 'string' ? textProblem(value) : closureProblem(value);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
    if (problem !== undefined || typeof value === 'string') return value as string;
    const parsed = step.safeParse(value);
    if (parsed.success) return parsed.data;
    context.issues.push(
      ...parsed.error.issues.map((issue) => ({ ...issue, input: value }) as never),
    );
    return z.NEVER;
  });
}

function closureProblem(value: unknown): string | undefined {
  return typeof value === 'function' ? closure : undefined;
}

function textProblem(value: string): string | undefined {
  if (isTemplate(value) || /^[\w.-]+$/.test(value)) return undefined;
  return `a template needs ${inputMark} where the text goes; anything else is the name of a registered function`;
}
