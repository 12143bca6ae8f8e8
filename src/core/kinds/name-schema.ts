import { z } from 'zod';

/** A name that is shown, and that stands in step paths and workflow ids. */
export const nameSchema = z
  .string()
  .trim()
  .min(1, 'a name is needed')
  .max(100, 'a name has at most 100 characters')
  .regex(/^[^\p{Cc}\p{Cs}/]+$/u, "a name has no line breaks, control characters or '/'")
  .refine(
    (name) => !/#\d+(\.\d+)?$/.test(name),
    'a name does not end like the id of a question, in # and a number',
  );
