import { z } from 'zod';
import { bytesOf } from './content.ts';
import { showPath } from './parse-input.ts';
import { contextLimits, type FactChange, type FactValue, mergeRules } from './user-context.ts';

const { nameCharacters, valueBytes, valueDepth, idCharacters } = contextLimits;

const name = z
  .string()
  .min(1, 'it is empty')
  .max(nameCharacters, `it has more than ${nameCharacters} characters`)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'it has control characters');

/** Id of a user: 1 to 200 characters, none of them a control character. */
export const userSchema = name;

/** Key of a fact: 1 to 200 characters, none of them a control character. */
export const factKeySchema = name;

/** Id of a change: 1 to 64 visible ASCII characters. */
export const changeIdSchema = z
  .string()
  .min(1, 'it is empty')
  .max(idCharacters, `it has more than ${idCharacters} characters`)
  .regex(/^[\x21-\x7e]*$/, 'it has other characters than visible ASCII ones');

/** JSON of at most 8 KB, nested at most 32 deep. */
export const factValueSchema = z.unknown().transform((value, context) => {
  const problem = valueProblem(value);
  if (problem === null) return value as FactValue;
  context.addIssue({ code: 'custom', message: problem });
  return z.NEVER;
});

const provenance = {
  id: changeIdSchema,
  setBy: z.string().max(nameCharacters),
  run: z.string().max(1_000).nullable(),
};

const factChangeSchema = z.discriminatedUnion('change', [
  z.object({
    ...provenance,
    change: z.literal('set'),
    key: factKeySchema,
    value: factValueSchema,
    merge: z.enum(mergeRules).nullable(),
  }),
  z.object({ ...provenance, change: z.literal('forget'), key: factKeySchema.nullable() }),
]);

/** A change as it should be, or in a sentence what is wrong with it. */
export function readChange(
  sent: unknown,
): { ok: true; change: FactChange } | { ok: false; reason: string } {
  const read = factChangeSchema.safeParse(sent);
  if (read.success) return { ok: true, change: read.data };
  const problems = read.error.issues.map(({ path, message }) => `${showPath(path)}: ${message}`);
  return { ok: false, reason: problems.slice(0, 5).join('; ') };
}

function valueProblem(value: unknown): string | null {
  const problem = jsonProblem(value, 0);
  if (problem !== null) return problem;
  const bytes = bytesOf(JSON.stringify(value));
  return bytes <= valueBytes ? null : `it has ${bytes} bytes of JSON; ${valueBytes} are the most`;
}

/** The depth is bounded first: JSON may be nested deeper than any stack. */
function jsonProblem(value: unknown, depth: number): string | null {
  if (depth > valueDepth) return `it is nested more than ${valueDepth} deep`;
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return null;
  if (typeof value === 'number')
    return Number.isFinite(value) ? null : 'it has a number that JSON has not';
  if (typeof value !== 'object' || !(Array.isArray(value) || isPlain(value)))
    return 'it is not JSON';
  for (const inner of Object.values(value)) {
    const problem = jsonProblem(inner, depth + 1);
    if (problem !== null) return problem;
  }
  return null;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
