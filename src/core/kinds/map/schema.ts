import { z } from 'zod';
import { longestList } from '../../list-items.ts';
import { inWords } from '../../parse-input.ts';
import { timeoutSchema } from '../../timeout-schema.ts';
import { nameSchema } from '../name-schema.ts';
import { passOn } from '../refinements.ts';
import { currentChecks } from '../spec-checks.ts';
import type { Step, StepInput } from '../step.ts';
import type { MapSource } from './types.ts';

export function mapSchema(step: z.ZodType<Step, StepInput>) {
  return z.strictObject({
    kind: z.literal('map'),
    name: nameSchema.default('map'),
    over: sourceSchema(step).default('lines'),
    step,
    itemName: z.string().trim().min(1).max(50).default('item'),
    concurrency: z.int().min(1).max(500).default(10),
    onError: z.enum(['continue', 'stop']).default('continue'),
    maxItems: z.int().min(1).max(longestList).default(1_000),
    reduce: step.nullable().default(null),
    timeout: timeoutSchema.default('1h'),
  });
}

const sources =
  "it is 'lines' (of the input), 'json' (a list in the input), {function: NAME} (a registered function " +
  'that returns a list) or a step that answers with a list';

/** Not a union: a union would answer a wrong field with the problems of all its sides. */
function sourceSchema(
  step: z.ZodType<Step, StepInput>,
): z.ZodType<MapSource, MapSource<StepInput>> {
  const named = z.strictObject({
    function: z
      .string()
      .min(1, 'a name is needed')
      .superRefine((name, context) => {
        const problem = currentChecks().function(name);
        if (problem !== null) context.addIssue({ code: 'custom', message: problem });
      }),
  });
  return z.custom<MapSource<StepInput>>().transform((value: unknown, context): MapSource => {
    if (value === 'lines' || value === 'json') return value;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      context.addIssue({ code: 'custom', message: sources });
      return 'lines';
    }
    const parsed = ('function' in value ? named : step).safeParse(value, { error: inWords });
    return parsed.success ? parsed.data : (passOn(parsed.error, value, context) as MapSource);
  });
}
