import { messageOf } from '../../core/failures.ts';
import { showPath } from '../../core/show-path.ts';

/** What code of the user has given, as a text; or what in it cannot be written, and where. */
export type WrittenResult = { ok: true; text: string } | { ok: false; problem: string };

/**
 * What a tool gave, as the model reads it: a text as it is, anything else as JSON. Maps, sets, bigints,
 * errors and dates are written as what they hold; what JSON would drop or make `{}` of is a problem.
 */
export function writtenResult(value: unknown): WrittenResult {
  if (typeof value === 'string') return { ok: true, text: value };
  if (value === undefined) return { ok: true, text: 'done' };
  try {
    return { ok: true, text: JSON.stringify(plain(value, { path: [], around: [] })) };
  } catch (error) {
    const problem =
      error instanceof RangeError ? 'it is nested too deep, or too long' : messageOf(error);
    return { ok: false, problem };
  }
}

/** Where a value stands, and inside of which objects. */
interface Place {
  path: readonly (string | number)[];
  around: readonly object[];
}

function plain(value: unknown, place: Place): unknown {
  switch (typeof value) {
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'function':
    case 'symbol':
      throw refusal(place, `is a ${typeof value}`);
    case 'object':
      return value === null ? null : plainObject(value, place);
    default:
      return value;
  }
}

function plainObject(value: object, place: Place): unknown {
  if (place.around.includes(value)) throw refusal(place, 'contains itself');
  const around = [...place.around, value];
  const inside = (key: string | number) => ({ path: [...place.path, key], around });
  if (Array.isArray(value)) return value.map((each, index) => plain(each ?? null, inside(index)));
  if (value instanceof Set)
    return [...value].map((each, index) => plain(each ?? null, inside(index)));
  if (value instanceof Map) return plainMap(value, inside);
  if (value instanceof Date)
    return String(value) === 'Invalid Date' ? 'Invalid Date' : value.toISOString();
  if (value instanceof Error) return messageOf(value);
  if (value instanceof RegExp) return String(value);
  if (value instanceof Promise) throw refusal(place, 'is a promise: await it');
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer)
    throw refusal(place, 'is bytes: give a text, such as their base64');
  if ('toJSON' in value && typeof value.toJSON === 'function')
    return plain((value.toJSON as (key: string) => unknown)(String(place.path.at(-1) ?? '')), {
      ...place,
      around,
    });
  return fieldsOf(value, place, inside);
}

function fieldsOf(value: object, place: Place, inside: (key: string) => Place): unknown {
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  if (fields.length === 0 && !isPlain(value))
    throw refusal(place, `is a ${nameOf(value)}, of which JSON holds nothing: give what is in it`);
  return Object.fromEntries(fields.map(([key, field]) => [key, plain(field, inside(key))]));
}

/** By its keys where they are texts, else as pairs. */
function plainMap(
  map: ReadonlyMap<unknown, unknown>,
  inside: (key: string | number) => Place,
): unknown {
  const entries = [...map];
  if (entries.every(([key]) => typeof key === 'string'))
    return Object.fromEntries(
      entries.map(([key, each]) => [key, plain(each ?? null, inside(key as string))]),
    );
  return entries.map((pair, index) => pair.map((each) => plain(each ?? null, inside(index))));
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function nameOf(value: object): string {
  const tag = Object.prototype.toString.call(value).slice('[object '.length, -1);
  const { name } = value.constructor as { name?: string };
  return tag !== 'Object' ? tag : (name ?? 'class of its own');
}

function refusal({ path }: Place, what: string): Error {
  return new Error(`${path.length === 0 ? 'it' : showPath(path)} ${what}`);
}
