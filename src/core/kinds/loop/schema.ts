import { z } from 'zod';
import { timeoutSchema } from '../../timeout-schema.ts';
import { nameSchema } from '../name-schema.ts';
import { inAnyCase, nameIn } from '../refinements.ts';
import type { Step, StepInput } from '../step.ts';
import { contentMark, feedbackMark } from './marks.ts';
import { judgeName } from './paths.ts';
import { defaultFeedback } from './prompts.ts';
import { untilSchema } from './until-schema.ts';

/** Passes at most: a result has to fit into Temporal's 2 MB. */
const passLimit = 1_000;

const feedbackSchema = z
  .string()
  .max(20_000)
  .refine(
    (template) => template.includes(contentMark) || template.includes(feedbackMark),
    `a template needs ${feedbackMark} or ${contentMark}: without them, the next pass would know nothing of the one before it`,
  )
  .default(defaultFeedback);

export function loopSchema(step: z.ZodType<Step, StepInput>) {
  return z
    .strictObject({
      kind: z.literal('loop'),
      name: nameSchema.default('loop'),
      step,
      until: untilSchema,
      maxIterations: z.int().min(1).max(passLimit).default(5),
      feedback: feedbackSchema,
      keep: z.enum(['last', 'best']).default('last'),
      requireSatisfied: z.boolean().default(false),
      timeout: timeoutSchema.default('30m'),
    })
    .superRefine((spec, context) => {
      if (nameIn(spec.step) !== judgeName) return;
      const message = `the step of a loop cannot be called '${judgeName}': the run uses it itself`;
      context.addIssue({ code: 'custom', path: ['step', 'name'], message });
    }, inAnyCase);
}
