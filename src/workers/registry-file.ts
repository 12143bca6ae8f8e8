import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { Transforms } from '../activities/transforms.ts';
import { invalidInput, parseInput } from '../core/parse-input.ts';

const isFunction = (value: unknown) => typeof value === 'function';
const registrySchema = z.object({
  transforms: z.record(
    z.string().regex(/^[\w.-]+$/, 'a name has letters, digits, _ . -'),
    z.custom<Transforms[string]>(isFunction, 'expected a function'),
  ),
});

/**
 * Loads the functions that a module registers: `export const transforms = { shorten(text) {…} }`.
 *
 * @throws `Input.Invalid` for a module that is missing, breaks, or exports something else
 */
export async function loadRegistry(file: string | undefined): Promise<Transforms> {
  if (file === undefined) return {};
  const path = resolve(file);
  if (!existsSync(path)) throw invalidInput(file, [{ path: '', message: 'there is no such file' }]);
  const module: unknown = await import(pathToFileURL(path).href).catch((error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    throw invalidInput(file, [{ path: '', message: `it can not be loaded: ${message}` }]);
  });
  return parseInput(registrySchema, module, file).transforms;
}
