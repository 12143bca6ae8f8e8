import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { Tool } from '../activities/tools/define-tool.ts';
import type { Transforms } from '../activities/transforms.ts';
import { invalidInput, parseInput } from '../core/parse-input.ts';
import { toolListSchema } from './tool-list.ts';

/** What users register on a worker. */
export interface Registry {
  transforms: Transforms;
  tools: readonly Tool[];
}

const isFunction = (value: unknown) => typeof value === 'function';
export const registrySchema = z.object({
  transforms: z
    .record(
      z.string().regex(/^[\w.-]+$/, 'a name has letters, digits, _ . -'),
      z.custom<Transforms[string]>(isFunction, 'expected a function'),
    )
    .default({}),
  tools: toolListSchema.default([]),
});

/**
 * Loads what a module registers: `export const transforms = { shorten(text) {…} }`, and
 * `export const tools = [defineTool({…})]`.
 *
 * @throws `Input.Invalid` for a module that is missing, breaks, or exports neither
 */
export async function loadRegistry(file: string | undefined): Promise<Registry> {
  if (file === undefined) return { transforms: {}, tools: [] };
  const path = resolve(file);
  if (!existsSync(path)) throw invalidInput(file, [{ path: '', message: 'there is no such file' }]);
  const module = (await import(pathToFileURL(path).href).catch((error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    throw invalidInput(file, [{ path: '', message: `it can not be loaded: ${message}` }]);
  })) as object;
  if (!('transforms' in module) && !('tools' in module)) {
    const message = 'it exports neither `transforms` nor `tools`';
    throw invalidInput(file, [{ path: '', message }]);
  }
  return parseInput(registrySchema, module, file);
}
