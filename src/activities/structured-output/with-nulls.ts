import { isObject } from '../../core/parse-json.ts';

type Schema = Readonly<Record<string, unknown>>;

/**
 * A JSON value in which what a model has left out is `null`, where the schema requires it and takes
 * `null`: many models leave such fields out. The value itself where nothing of that kind is missing.
 */
export function withNulls(value: unknown, schema: unknown): unknown {
  if (!isObject(schema)) return value;
  if (Array.isArray(value)) return changedItems(value, schema['items']);
  if (!isObject(value) || !isObject(schema['properties'])) return value;
  const given = changedFields(value, schema['properties']);
  const missing = missingNullable(value, schema, schema['properties']);
  if (missing.length === 0) return given;
  return { ...given, ...Object.fromEntries(missing.map((name) => [name, null])) };
}

function changedItems(list: unknown[], schema: unknown): unknown[] {
  const all = list.map((each) => withNulls(each, schema));
  return all.some((each, index) => each !== list[index]) ? all : list;
}

function changedFields(value: Schema, properties: Schema): Schema {
  const entries = Object.entries(value).map(([name, inner]): [string, unknown] => [
    name,
    Object.hasOwn(properties, name) ? withNulls(inner, properties[name]) : inner,
  ]);
  return entries.some(([name, inner]) => inner !== value[name])
    ? Object.fromEntries(entries)
    : value;
}

function missingNullable(value: Schema, schema: Schema, properties: Schema): string[] {
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return required.filter(
    (name): name is string =>
      typeof name === 'string' &&
      !Object.hasOwn(value, name) &&
      Object.hasOwn(properties, name) &&
      takesNull(properties[name]),
  );
}

function takesNull(schema: unknown): boolean {
  if (!isObject(schema)) return false;
  const { type } = schema;
  return type === 'null' || (Array.isArray(type) && type.includes('null'));
}
