import { z } from 'zod';
import { messageOf } from '../../core/failures.ts';
import { showPath } from '../../core/show-path.ts';
import { parseJson } from '../../core/parse-json.ts';
import type { Tool } from './define-tool.ts';

type Arguments = { ok: true; value: Record<string, unknown> } | { ok: false; reason: string };

/** Reads what a model wrote as a tool's arguments; a mistake is data, for the model to mend. */
export async function readArguments(tool: Tool, written: string): Promise<Arguments> {
  // Some models write nothing where a tool has no arguments.
  const json = parseJson(written.trim() === '' ? '{}' : written);
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

/** zod/mini has no words of its own. */
const inEnglish = z.locales.en().localeError;

/** A check that the user has written may break. */
async function parseValues({ name, input }: Tool, value: unknown) {
  try {
    return await z.safeParseAsync(input, value, { error: inEnglish });
  } catch (error) {
    return `the arguments of '${name}' could not be checked: ${messageOf(error)}`;
  }
}
