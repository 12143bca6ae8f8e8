import { z } from 'zod';

// What calls answer with, as the API's description says it. What a run holds is described where it is
// documented, and open here.

/** Of a run: its id, and where to look at it. */
export const linksSchema = z.object({
  id: z.string(),
  url: z
    .string()
    .nullable()
    .describe("The run in Temporal's Web UI; null: its address is not known"),
  studio: z.string().nullable().describe('The run in the studio; null: none is served'),
});

export const statusSchema = z.enum([
  'running',
  'completed',
  'failed',
  'cancelled',
  'terminated',
  'timedOut',
]);

export const questionSchema = z.looseObject({
  id: z.string(),
  run: z.string(),
  question: z.string(),
  choices: z.array(z.string()),
  askedAt: z.string(),
  deadline: z.string(),
  assignee: z.string().nullable(),
  approval: z.looseObject({ agent: z.string(), tool: z.string(), args: z.string() }).nullable(),
});

/** The result of a run: docs/specs.md has all of it. */
export const resultSchema = z.looseObject({
  kind: z.string(),
  name: z.string(),
  success: z.boolean(),
  content: z.string().nullable(),
  error: z.looseObject({ type: z.string(), message: z.string() }).nullable(),
  totalCost: z.number().nullable(),
  simulated: z.boolean(),
});

/** Of a call about one thing, which its id names. */
export const byId = z.strictObject({ id: z.string().min(1) });

/** What names somebody or something. Control characters are in no name, and not every store takes them. */
export const nameSchema = z
  .string()
  .min(1, 'it is empty')
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'it has control characters');
