import { followRef, isNode, mergeNodes, nodesIn, typeOf, type SchemaNode } from './schema/node.ts';
import { numberFor, positionIn, stringFor, type ValuePath } from './schema/scalars.ts';

/** Adjusts {@link fromSchema}. */
export interface FromSchemaOptions {
  /**
   * Decides single values: what it returns stands as it is, `undefined` leaves the value to the walk.
   * `path` holds the property names and array indexes that lead to the value.
   */
  choose?: (path: ValuePath, schema: SchemaNode) => unknown;
}

/** Where in the schema, and in the value, the walk is. */
interface Place extends FromSchemaOptions {
  root: unknown;
  path: ValuePath;
  /** The `$ref`s that are being expanded. */
  refs: readonly string[];
  /** Inside a schema that contains itself only what is required is made, so that it ends. */
  spare: boolean;
}

/**
 * A small value that is valid for a JSON Schema, always the same: every property, one item a list
 * (or `minItems`), the first of an enum or a union, strings like "simulated reason". Understands
 * types, `const`, `enum`, `examples`, `allOf`, `anyOf`, `oneOf`, local `$ref`s (recursive ones too),
 * and the limits of objects, arrays, strings and numbers. Not `pattern` (give it `examples`),
 * `contains`, `not` and `if`.
 *
 * @throws Error when a `$ref` leads nowhere, or the schema allows no finite value
 */
export function fromSchema(schema: unknown, options: FromSchemaOptions = {}): unknown {
  return valueOf(schema, { ...options, root: schema, path: [], refs: ['#'], spare: false });
}

function valueOf(schema: unknown, place: Place): unknown {
  if (place.refs.length > 50) throw new Error('the schema requires itself, no finite value fits');
  const node = isNode(schema) ? schema : {};
  const { $ref, ...siblings } = node;
  if (typeof $ref === 'string') {
    const inside = {
      ...place,
      refs: [...place.refs, $ref],
      spare: place.spare || place.refs.includes($ref),
    };
    return valueOf(mergeNodes(followRef($ref, place.root), siblings), inside);
  }
  const chosen = place.choose?.(place.path, node);
  return chosen === undefined ? madeFrom(node, place) : chosen;
}

function madeFrom(node: SchemaNode, place: Place): unknown {
  const { const: constant, enum: allowed, examples, allOf, anyOf, oneOf, ...rest } = node;
  if ('const' in node) return constant;
  if (Array.isArray(allowed)) return allowed[positionIn(place.path) % allowed.length];
  if (Array.isArray(examples) && examples.length > 0) return examples[0];
  if (allOf !== undefined) {
    const parts = nodesIn(allOf).map((part) => inlined(part, place.root));
    return valueOf(
      parts.reduce(mergeNodes, { ...rest, ...(anyOf !== undefined && { anyOf }) }),
      place,
    );
  }
  const branches = nodesIn(anyOf ?? oneOf);
  if (branches.length > 0) return valueOf(mergeNodes(rest, bestOf(branches, place)), place);
  return typed(node, place);
}

function inlined(node: SchemaNode, root: unknown): SchemaNode {
  const { $ref, ...siblings } = node;
  return typeof $ref === 'string' ? mergeNodes(followRef($ref, root), siblings) : node;
}

/** The first that is not null; inside a schema that contains itself, one that leads out. */
function bestOf(branches: SchemaNode[], { spare }: Place): SchemaNode {
  const wanted = spare
    ? (branches.find(isNull) ?? branches.find((branch) => !leadsOn(branch)))
    : branches.find((branch) => !isNull(branch));
  return wanted ?? branches[0] ?? {};
}

const isNull = (branch: SchemaNode) => branch['type'] === 'null';
const leadsOn = (branch: SchemaNode) => JSON.stringify(branch).includes('"$ref"');

function typed(node: SchemaNode, place: Place): unknown {
  switch (typeOf(node)) {
    case 'object':
      return objectFrom(node, place);
    case 'array':
      return arrayFrom(node, place);
    case 'number':
    case 'integer':
      return numberFor(node, place.path);
    case 'boolean':
      return positionIn(place.path) % 2 === 0;
    case 'null':
      return null;
    default:
      return stringFor(node, place.path);
  }
}

function objectFrom(node: SchemaNode, place: Place): unknown {
  const properties = isNode(node['properties']) ? node['properties'] : {};
  const required = Array.isArray(node['required']) ? node['required'].map(String) : [];
  const names = new Set(place.spare ? required : [...Object.keys(properties), ...required]);
  const least = Number(node['minProperties'] ?? 0);
  for (let count = 1; names.size < least; count++) names.add(`simulated${count}`);
  const entries = [...names].map((name) => {
    const schema = Object.hasOwn(properties, name)
      ? properties[name]
      : node['additionalProperties'];
    return [name, valueOf(schema, { ...place, path: [...place.path, name] })] as const;
  });
  return Object.fromEntries(entries);
}

function arrayFrom(node: SchemaNode, place: Place): unknown[] {
  const { minItems, maxItems, items, prefixItems } = node;
  const first = Array.isArray(prefixItems) ? prefixItems : [];
  const usual = place.spare || !isNode(items) ? first.length : Math.max(1, first.length);
  const length = Math.min(Math.max(usual, Number(minItems ?? 0)), Number(maxItems ?? Infinity));
  return Array.from({ length }, (_, index) =>
    valueOf(first[index] ?? items, { ...place, path: [...place.path, index] }),
  );
}
