import { z } from 'zod';
import { readDuration } from './durations.ts';

/** A timeout in a spec. It stays as written, so that a history reads like the spec. */
export const timeoutSchema = z
  .union([z.string(), z.number()], "expected a duration such as '90s' or '2m'")
  .superRefine((value, context) => {
    const read = readDuration(value);
    if ('problem' in read) context.addIssue({ code: 'custom', message: read.problem });
  });
