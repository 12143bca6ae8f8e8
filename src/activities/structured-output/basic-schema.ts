import { isObject } from '../../core/parse-json.ts';
import type { JsonObject } from '../providers/provider.ts';

/** Keywords that every server with tools takes. */
const common = new Set([
  'type',
  'description',
  'properties',
  'required',
  'items',
  'enum',
  'anyOf',
  'nullable',
  'format',
]);

/** Values of `format` that servers with few keywords take. */
const formats = new Set(['date-time', 'enum', 'int32', 'int64', 'float', 'double']);

/** Levels of a schema that are read; deeper ones are open. */
const deepest = 50;

/**
 * A schema in the common keywords alone, for servers that refuse all others. It allows more than the
 * schema itself, which is checked when the tool is called; limits are said in words.
 */
export function basicSchema(schema: JsonObject, depth = 0): JsonObject {
  if (depth > deepest) return {};
  const inner = (child: unknown) => (isObject(child) ? basicSchema(child, depth + 1) : {});
  const kept: JsonObject = {};
  const limits: string[] = [];
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === 'properties' && isObject(value)) kept[keyword] = mapValues(value, inner);
    else if (keyword === 'items') kept[keyword] = inner(value);
    else if (keyword === 'anyOf' || keyword === 'oneOf') kept['anyOf'] = [value].flat().map(inner);
    else if (keyword === 'const') kept['enum'] = [value];
    else if (keyword === 'format' && !formats.has(String(value)))
      limits.push(`in the format ${String(value)}`);
    else if (common.has(keyword)) kept[keyword] = value;
    else if (typeof value === 'number' || typeof value === 'string')
      limits.push(...inWords(keyword, value));
  }
  if (limits.length === 0) return kept;
  const said = typeof kept['description'] === 'string' ? [kept['description']] : [];
  return { ...kept, description: [...said, limits.join(', ')].join('\n') };
}

/** A server may look for the keyword itself, wherever it stands: it is not named. */
const worded: Record<string, (value: number | string) => string> = {
  minimum: (value) => `at least ${value}`,
  exclusiveMinimum: (value) => `more than ${value}`,
  maximum: (value) => `at most ${value}`,
  exclusiveMaximum: (value) => `less than ${value}`,
  multipleOf: (value) => `a multiple of ${value}`,
  minLength: (value) => `at least ${value} characters`,
  maxLength: (value) => `at most ${value} characters`,
  minItems: (value) => `at least ${value} of them`,
  maxItems: (value) => `at most ${value} of them`,
  pattern: (value) => `of the form ${value}`,
  default: (value) => `if not given: ${value}`,
};

function inWords(keyword: string, value: number | string): string[] {
  const words = Object.hasOwn(worded, keyword) ? worded[keyword]?.(value) : undefined;
  return words === undefined ? [] : [words];
}

function mapValues(values: JsonObject, map: (value: unknown) => JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
}
