import { z } from 'zod';
import { invalidInput, type InputProblem, parseInput, showPath } from '../parse-input.ts';
import { kindNames } from './registry.ts';
import * as schemas from './schemas.ts';
import type { Step, StepInput } from './step.ts';

export const stepSchema: z.ZodType<Step, StepInput> = z.lazy(() =>
  z.discriminatedUnion('kind', schemasOf(stepSchema), {
    error: (issue) =>
      issue.code === 'invalid_union' ? `kind must be ${orList(kindNames)}` : undefined,
  }),
);

type KindSchema = z.core.$ZodTypeDiscriminable & z.ZodType<Step, StepInput>;

/** The schema of every kind; a pattern's is made with the schema of the steps inside it. */
function schemasOf(step: z.ZodType<Step, StepInput>) {
  return Object.values(schemas).map((schema) =>
    typeof schema === 'function' ? schema(step) : schema,
  ) as unknown as [KindSchema, ...KindSchema[]];
}

function orList(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

/**
 * Reads a step spec and fills in the defaults. Reading its own output changes nothing.
 *
 * @throws `Input.Invalid`, naming the path of each problem
 */
export function parseStep(value: unknown, what = 'the spec'): Step {
  if (containsItself(value))
    throw invalidInput(what, [{ path: '', message: 'it contains itself' }]);
  const keys = keyProblems(value, []);
  if (keys.length > 0) throw invalidInput(what, keys);
  return parseInput(stepSchema, value, what);
}

function containsItself(value: unknown): boolean {
  try {
    JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? '' : inner));
    return false;
  } catch {
    return true;
  }
}

const keyNames = new Set(['apikey', 'api_key', 'api-key']);

function keyProblems(value: unknown, path: PropertyKey[]): InputProblem[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = [...path, Array.isArray(value) ? Number(key) : key];
    if (key === 'output' || key === 'inputs') return [];
    if (!keyNames.has(key.toLowerCase())) return keyProblems(inner, at);
    const message =
      "an API key never stands in a spec: set it in the worker's environment (OPENAI_API_KEY, " +
      "ANTHROPIC_API_KEY, or the variable that the provider's keyEnv names)";
    return [{ path: showPath(at), message }];
  });
}
