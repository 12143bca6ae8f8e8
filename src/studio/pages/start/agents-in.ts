import type { JsonValue } from './spec-json.ts';

/** An agent in a spec, as it is written there. */
export interface FoundAgent {
  /** Keys that lead to it. */
  place: readonly (string | number)[];
  name: string;
  spec: Readonly<Record<string, JsonValue>>;
}

/** The agents in a spec, in the order in which they are written. */
export function agentsIn(spec: JsonValue, place: readonly (string | number)[] = []): FoundAgent[] {
  if (typeof spec !== 'object' || spec === null) return [];
  if (isList(spec)) return spec.flatMap((each, index) => agentsIn(each, [...place, index]));
  const here = spec['kind'] === 'agent' ? [{ place, name: nameIn(spec, place), spec }] : [];
  return [
    ...here,
    ...Object.entries(spec).flatMap(([key, each]) => agentsIn(each, [...place, key])),
  ];
}

/** Of a supervisor's worker without a name of its own: the one that the planner knows it under. */
function nameIn(spec: Readonly<Record<string, JsonValue>>, place: readonly (string | number)[]) {
  const { name } = spec;
  return typeof name === 'string' && name !== '' ? name : String(place.at(-1) ?? 'agent');
}

/** The spec with one field of one of its agents changed; an empty value takes the field away. */
export function withField(
  spec: JsonValue,
  place: readonly (string | number)[],
  field: string,
  value: JsonValue,
): JsonValue {
  const [key, ...rest] = place;
  if (key === undefined) {
    const { [field]: _, ...others } = spec as Record<string, JsonValue>;
    return value === '' ? others : { ...others, [field]: value };
  }
  if (isList(spec))
    return spec.map((each, index) => (index === key ? withField(each, rest, field, value) : each));
  const inside = (spec as Record<string, JsonValue>)[key] ?? null;
  return { ...(spec as Record<string, JsonValue>), [key]: withField(inside, rest, field, value) };
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
