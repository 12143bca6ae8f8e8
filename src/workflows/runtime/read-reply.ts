import type { z } from 'zod';
import { readJson } from '../../core/json-reply.ts';
import { showPath } from '../../core/parse-input.ts';
import type { Reader } from './step-context.ts';

/**
 * Reads a reply as JSON of a schema, and as whatever `check` wants besides; what is wrong is told to
 * the model.
 */
export function jsonOf<S extends z.ZodType>(
  schema: S,
  check: (value: z.output<S>) => string[] = () => [],
): Reader<z.output<S>> {
  return (content) => {
    const json = parse(content);
    if (json === undefined) return { ok: false, reason: 'it is not JSON' };
    const parsed = schema.safeParse(json.value);
    const problems = parsed.success
      ? check(parsed.data)
      : parsed.error.issues.map(({ path, message }) => `${showPath(path)}: ${message}`);
    if (parsed.success && problems.length === 0) return { ok: true, value: parsed.data };
    return { ok: false, reason: problems.slice(0, 10).join('; ') };
  };
}

function parse(content: string): { value: unknown } | undefined {
  try {
    return { value: readJson(content) };
  } catch {
    return undefined;
  }
}
