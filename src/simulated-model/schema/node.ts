/** A JSON Schema object, its keywords not yet checked. */
export type SchemaNode = Readonly<Record<string, unknown>>;

export function isNode(value: unknown): value is SchemaNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The schemas under a keyword that holds a list of them. */
export function nodesIn(value: unknown): SchemaNode[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/**
 * Follows a `$ref` of the form `#` or `#/a/b` inside the same document.
 *
 * @throws Error when it leads nowhere
 */
export function followRef(ref: string, root: unknown): SchemaNode {
  const [start, ...keys] = ref.split('/').map(unescapeKey);
  const step = (node: unknown, key: string) =>
    typeof node === 'object' && node !== null ? (node as SchemaNode)[key] : undefined;
  const target = start === '#' ? keys.reduce(step, root) : undefined;
  if (target === true) return {};
  if (!isNode(target)) throw new Error(`the schema's $ref ${JSON.stringify(ref)} leads nowhere`);
  return target;
}

const unescapeKey = (key: string) =>
  decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~');

/** One schema that asks for what both ask for; of a keyword both have, the second's counts. */
export function mergeNodes(one: SchemaNode, two: SchemaNode): SchemaNode {
  const merged: Record<string, unknown> = { ...one, ...two };
  if (isNode(one['properties']) && isNode(two['properties'])) {
    merged['properties'] = { ...one['properties'], ...two['properties'] };
  }
  if (Array.isArray(one['required']) && Array.isArray(two['required'])) {
    merged['required'] = [...new Set([...one['required'], ...two['required']])];
  }
  return merged;
}

/** The first type that is not null, or what the other keywords suggest. */
export function typeOf(node: SchemaNode): string {
  const types: unknown[] = [node['type']].flat();
  const named = types.find((type) => type !== 'null') ?? types[0];
  if (typeof named === 'string') return named;
  const has = (...keywords: string[]) => keywords.some((keyword) => keyword in node);
  if (has('properties', 'required', 'additionalProperties', 'minProperties')) return 'object';
  if (has('items', 'prefixItems', 'minItems')) return 'array';
  if (has('minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'))
    return 'number';
  return 'string';
}
