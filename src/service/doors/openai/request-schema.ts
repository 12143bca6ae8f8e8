import { z } from 'zod';
import { userForm } from '../../../core/fact-change.ts';
import { readForm } from '../../../core/form.ts';
import { threadSchema } from '../../../core/kinds/agent/schema.ts';

const part = z.looseObject({ type: z.string() });

/** Of a message: a text, or parts of one. */
const content = z
  .union([z.string(), z.array(part)], 'expected a text, or a list of parts that each have a type')
  .nullish();

/** As runs have it, so that an error says which field it is about. */
const user = z.string().superRefine((given, context) => {
  const read = readForm(userForm, given);
  if (read.ok) return;
  for (const message of read.problems) context.addIssue({ code: 'custom', message });
});

const message = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
  content,
  name: z
    .string()
    .regex(
      /^[^\s<|\\/>\]]{1,64}$/,
      'a name has 1 to 64 characters, without blanks and without <|\\/>]',
    )
    .nullish(),
  refusal: z.string().nullish(),
  tool_calls: z.array(z.unknown()).nullish(),
});

/** A message of a request, as far as it is read. */
export type ChatMessage = z.output<typeof message>;

/** A piece of a message's content. */
export type ContentPart = z.output<typeof part>;

/** What is read of a request; whatever else stands in it tunes a model that a team chooses itself. */
export const chatRequestSchema = z.looseObject({
  model: z.string().min(1, 'name a team: GET /v1/models lists them'),
  messages: z.array(message).min(1, 'a message is needed'),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  user: user.nullish(),
  metadata: z.looseObject({ thread: threadSchema.optional() }).nullish(),
  n: z.int().min(1).nullish(),
  tools: z.array(z.unknown()).nullish(),
  tool_choice: z.unknown().optional(),
  functions: z.array(z.unknown()).nullish(),
  function_call: z.unknown().optional(),
  response_format: z.looseObject({ type: z.string() }).nullish(),
  modalities: z.array(z.string()).nullish(),
  logprobs: z.boolean().nullish(),
});

export type ChatRequest = z.output<typeof chatRequestSchema>;
