import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TransformOptions } from 'jiti';
import { z } from 'zod';
import type { Tool } from '../activities/tools/define-tool.ts';
import type { OnQuestion } from '../activities/tools/tool-activities.ts';
import type { Transforms } from '../activities/transforms.ts';
import { messageOf } from '../core/failures.ts';
import { invalidInput, parseInput } from '../core/parse-input.ts';
import type { ModuleSources } from './module-sources.ts';
import { isTool, toolListSchema } from '../activities/tools/tool-schema.ts';

/** What users register on a worker. */
export interface Registry {
  transforms: Transforms;
  tools: readonly Tool[];
  /** Told each question that waits for a person. */
  onQuestion?: OnQuestion | undefined;
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
  onQuestion: z.custom<OnQuestion>(isFunction, 'expected a function').optional(),
});

/** What a module may export. */
const exportable = Object.keys(registrySchema.shape);

const javaScript = ['.js', '.mjs', '.cjs'];
const typeScript = ['.ts', '.mts', '.cts'];

/**
 * Loads what a module, in JavaScript or TypeScript, registers:
 * `export const transforms = { shorten(text) {…} }`, `export const tools = [defineTool({…})]`, and
 * `export function onQuestion(question) {…}`; the same on its default export, or on the
 * `module.exports` of CommonJS.
 *
 * @param sources told of the module's files, to have it loaded anew also where it is loaded already
 * @throws `Input.Invalid` for a module that is missing, breaks, or exports none of them
 */
export async function loadRegistry(
  file: string | undefined,
  sources?: ModuleSources,
): Promise<Registry> {
  if (file === undefined) return { transforms: {}, tools: [] };
  const path = resolve(file);
  if (!existsSync(path)) throw invalidInput(file, [{ path: '', message: 'there is no such file' }]);
  const module = await importModule(path, sources).catch((error: unknown) => {
    const message = `it cannot be loaded: ${installAdvice(error) ?? messageOf(error)}`;
    throw invalidInput(file, [{ path: '', message }]);
  });
  const exported = exportsOf(module);
  if (!exportable.some((name) => name in exported)) {
    const message = `it exports none of \`transforms\`, \`tools\` and \`onQuestion\`${adviceFor(exported)}`;
    throw invalidInput(file, [{ path: '', message }]);
  }
  return parseInput(registrySchema, exported, file);
}

/** Modules find packages beside themselves, not beside the command. */
function installAdvice(error: unknown): string | undefined {
  const missing = /Cannot find (?:module|package) '([^'./][^']*)'/.exec(messageOf(error))?.[1];
  if (missing === undefined) return undefined;
  const name = missing.split('/', missing.startsWith('@') ? 2 : 1).join('/');
  return `there is no package '${name}' in a node_modules folder at the module or above: npm install ${name}`;
}

/** What a module exports by name, also where all of it is on its default export: that of CommonJS is. */
function exportsOf(module: object, depth = 0): Record<string, unknown> {
  const named = { ...module } as Record<string, unknown>;
  const inside = named['default'];
  if (typeof inside !== 'object' || inside === null || depth > 2) return named;
  if (Array.isArray(inside)) return inside.some(isTool) ? { tools: inside, ...named } : named;
  return { ...exportsOf(inside, depth + 1), ...named };
}

function adviceFor(exported: Record<string, unknown>): string {
  const [tool] = Object.entries(exported).find(([, value]) => isTool(value)) ?? [];
  const list =
    tool === undefined ? '[defineTool({ … })]' : tool === 'default' ? '[…]' : `[${tool}]`;
  return `: write \`export const tools = ${list}\`, or \`exports.tools = ${list}\` in CommonJS`;
}

async function importModule(path: string, sources?: ModuleSources): Promise<object> {
  const ending = extname(path);
  if (typeScript.includes(ending)) return await importTypeScript(path, sources);
  if (javaScript.includes(ending)) return await importJavaScript(path, sources);
  const endings = [...javaScript, ...typeScript].join(', ');
  throw new Error(`the name of a module must end in one of ${endings}`);
}

const require = createRequire(import.meta.url);

async function importJavaScript(path: string, sources?: ModuleSources): Promise<object> {
  const { href } = pathToFileURL(path);
  if (sources === undefined) return (await import(href)) as object;
  sources.add(path, readFileSync(path, 'utf8'));
  delete require.cache[path];
  return (await import(`${href}?code=${sources.digest}`)) as object;
}

/**
 * The same way on every Node: those that read TypeScript themselves take only a part of it. All else
 * is imported as ever, so that a package which keeps something in a module is there once.
 */
async function importTypeScript(path: string, sources?: ModuleSources): Promise<object> {
  const { createJiti } = await import('jiti');
  const options = { extensions: typeScript, fsCache: false, interopDefault: false };
  const jiti = createJiti(import.meta.url, options);
  if (sources === undefined) return await jiti.import<object>(path);
  const transform = (module: TransformOptions) => {
    if (module.filename !== undefined) sources.add(module.filename, module.source);
    return { code: jiti.transform(module) };
  };
  const anew = createJiti(import.meta.url, { ...options, moduleCache: false, transform });
  return await anew.import<object>(path);
}
