import { isObject } from '../../core/parse-json.ts';
import { type Api, apiTraits } from '../../core/provider-apis.ts';
import type { JsonObject } from '../providers/provider.ts';

/** Keywords that no provider holds a model to: a schema with one of them is explained instead. */
const beyondProviders = new Set([
  'allOf',
  'oneOf',
  'not',
  'if',
  'then',
  'else',
  'patternProperties',
  'propertyNames',
  'prefixItems',
  'contains',
  'dependencies',
  'dependentRequired',
  'dependentSchemas',
  'unevaluatedItems',
  'unevaluatedProperties',
  '$dynamicRef',
  '$recursiveRef',
]);

/** Keywords that a provider reads. */
const kept = [
  'type',
  'title',
  'description',
  'enum',
  'const',
  'required',
  'additionalProperties',
] as const;

/** Keywords that some provider refuses: they are told to the model, and checked afterwards. */
const told = [
  'minLength',
  'maxLength',
  'pattern',
  'format',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minItems',
  'maxItems',
  'uniqueItems',
  'default',
] as const;

/**
 * The schema as a provider's own structured output takes it, or `null` where it does not: it wants
 * an object, and every object in it closed, with all of its properties required.
 *
 * @see https://platform.openai.com/docs/guides/structured-outputs
 * @see https://platform.claude.com/docs/en/build-with-claude/structured-outputs
 */
export function nativeSchema(schema: JsonObject, api: Api): JsonObject | null {
  return schema['type'] === 'object' ? narrow(schema, api) : null;
}

function narrow(node: unknown, api: Api): JsonObject | null {
  if (!isObject(node) || Object.keys(node).some((key) => beyondProviders.has(key))) return null;
  // A schema refers to itself over any of its references.
  if ('$ref' in node) return apiTraits[api].takesRecursiveSchemas ? { $ref: node['$ref'] } : null;
  if (!isComplete(node)) return null;
  const inner = narrowInside(node, api);
  return inner && { ...pick(node, kept), ...describe(node), ...inner };
}

function isComplete(node: JsonObject): boolean {
  const types = [node['type']].flat();
  if (types.includes('object') && !isClosed(node)) return false;
  if (types.includes('array') && !('items' in node)) return false;
  return ['type', 'enum', 'const', 'anyOf'].some((key) => key in node);
}

function isClosed(node: JsonObject): boolean {
  const { properties, required, additionalProperties } = node;
  if (!isObject(properties) || additionalProperties !== false) return false;
  return Object.keys(properties).every((key) => Array.isArray(required) && required.includes(key));
}

function narrowInside(node: JsonObject, api: Api): JsonObject | null {
  const inside: JsonObject = {};
  for (const key of ['properties', '$defs', 'definitions', 'anyOf'] as const) {
    const children = node[key];
    if (typeof children !== 'object' || children === null) continue;
    const narrowed = Object.entries(children).map(([name, child]) => [name, narrow(child, api)]);
    if (narrowed.some(([, child]) => child === null)) return null;
    inside[key] =
      key === 'anyOf' ? narrowed.map(([, child]) => child) : Object.fromEntries(narrowed);
  }
  if (!('items' in node)) return inside;
  const items = narrow(node['items'], api);
  return items && { ...inside, items };
}

function describe(node: JsonObject): JsonObject {
  const limits = Object.entries(pick(node, told)).map(
    ([key, value]) => `${key}: ${JSON.stringify(value)}`,
  );
  if (limits.length === 0) return {};
  const words = typeof node['description'] === 'string' ? [node['description']] : [];
  return { description: [...words, limits.join(', ')].join('\n') };
}

function pick(node: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(node).filter(([key]) => keys.includes(key)));
}
