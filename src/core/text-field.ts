import { isObject, parseJson } from './parse-json.ts';
import { wellFormed } from './unicode.ts';

type Schema = Record<string, unknown>;

/** Names of what is said in a structured reply, the likeliest first. */
const usualNames = ['statement', 'answer', 'text', 'content', 'message', 'summary', 'reply'];

/**
 * The field of a structured reply that a person reads: one by a usual name, else the first required one
 * that is a free text. `null`: it has none.
 *
 * @param schema JSON Schema of the reply
 */
export function textFieldOf(schema: Schema): string | null {
  const { properties, required } = schema;
  if (!isObject(properties)) return null;
  const usual = usualNames.find((name) => isFreeText(ownOf(properties, name)));
  if (usual !== undefined) return usual;
  const names = Array.isArray(required) ? (required as unknown[]) : [];
  const first = Object.entries(properties).find(
    ([name, property]) => names.includes(name) && isFreeText(property) && !('format' in property),
  );
  return first?.[0] ?? null;
}

function ownOf(properties: Schema, name: string): unknown {
  return Object.hasOwn(properties, name) ? properties[name] : undefined;
}

function isFreeText(property: unknown): property is Schema {
  if (!isObject(property) || 'enum' in property || 'const' in property) return false;
  const types = [property['type']].flat();
  return types.includes('string') && types.every((type) => type === 'string' || type === 'null');
}

/** The text of a stored reply: its field, where it is a structured one that has it; else all of it. */
export function textIn(reply: string, field: string | null): string {
  if (field === null) return reply;
  const parsed = parseJson(reply, Number.POSITIVE_INFINITY);
  const value = parsed.ok && isObject(parsed.value) ? ownOf(parsed.value, field) : undefined;
  // Escapes in JSON may stand for what no database takes.
  return typeof value === 'string' ? wellFormed(value).replaceAll('\0', '\u{FFFD}') : reply;
}

/**
 * The text of a stored reply, as it is told at the end of its turn.
 *
 * @param schema what the reply was asked to fit; `null`: free text
 */
export function finalText(reply: string, schema: Schema | null): string {
  return textIn(reply, schema === null ? null : textFieldOf(schema));
}
