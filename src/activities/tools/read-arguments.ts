import type { z } from 'zod';
import { showPath } from '../../core/parse-input.ts';
import type { Tool } from './define-tool.ts';

type Arguments = { ok: true; value: z.output<Tool['input']> } | { ok: false; reason: string };

/** Reads what a model wrote as a tool's arguments; a mistake is data, for the model to mend. */
export async function readArguments(tool: Tool, written: string): Promise<Arguments> {
  const json = parseJson(written);
  if (!json.ok) {
    return { ok: false, reason: `the arguments of '${tool.name}' are not JSON: ${json.reason}` };
  }
  const parsed = await parseValues(tool, json.value);
  if (typeof parsed === 'string') return { ok: false, reason: parsed };
  if (parsed.success) return { ok: true, value: parsed.data };
  const problems = parsed.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${showPath(path)}: ${message}`,
  );
  const reason = `the arguments of '${tool.name}' are not valid: ${problems.slice(0, 10).join('; ')}`;
  return { ok: false, reason };
}

/** A check that the user has written may break. */
async function parseValues({ name, input }: Tool, value: unknown) {
  try {
    return await input.safeParseAsync(value);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `the arguments of '${name}' could not be checked: ${reason}`;
  }
}

/** Some models write nothing where a tool has no arguments. */
function parseJson(written: string): { ok: true; value: unknown } | { ok: false; reason: string } {
  try {
    return { ok: true, value: JSON.parse(written.trim() === '' ? '{}' : written) };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}
