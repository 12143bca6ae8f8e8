import type { JsonObject } from '../providers/provider.ts';
import { isObject } from '../providers/reading/fields.ts';

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
      limits.push(`format: ${String(value)}`);
    else if (common.has(keyword)) kept[keyword] = value;
    else if (['number', 'string'].includes(typeof value) && !keyword.startsWith('$'))
      limits.push(`${keyword}: ${String(value)}`);
  }
  if (limits.length === 0) return kept;
  const said = typeof kept['description'] === 'string' ? [kept['description']] : [];
  return { ...kept, description: [...said, limits.join(', ')].join('\n') };
}

function mapValues(values: JsonObject, map: (value: unknown) => JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
}
