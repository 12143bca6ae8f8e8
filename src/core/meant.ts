import { isObject } from './parse-json.ts';

/**
 * Which of the known names somebody means who may spell it in another case, or with other spaces, `_`,
 * `-` or quotes; `undefined`: none of them, or more than one.
 */
export function meantOf<T extends string>(name: string, known: readonly T[]): T | undefined {
  const exact = known.find((each) => each === name);
  if (exact !== undefined) return exact;
  const key = keyOf(name);
  const meant = key === '' ? [] : known.filter((each) => keyOf(each) === key);
  return meant.length === 1 ? meant[0] : undefined;
}

function keyOf(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_\p{Pd}"'`\p{Pi}\p{Pf}]+/gu, '');
}

type Schema = Readonly<Record<string, unknown>>;

/**
 * A JSON value in which every text that has to be one of several words (an `enum` of the schema) is the
 * word that is meant; the value itself where each is so already, or means none.
 */
export function withMeantWords(value: unknown, schema: unknown): unknown {
  if (!isObject(schema)) return value;
  if (typeof value === 'string') return meantWord(value, schema);
  if (Array.isArray(value)) return changed(value, (each) => withMeantWords(each, schema['items']));
  if (!isObject(value) || !isObject(schema['properties'])) return value;
  const { properties } = schema;
  const entries = Object.entries(value);
  const meant = changed(entries, (entry) => {
    const [key, inner] = entry;
    const read = withMeantWords(
      inner,
      Object.hasOwn(properties, key) ? properties[key] : undefined,
    );
    return read === inner ? entry : [key, read];
  });
  return meant === entries ? value : Object.fromEntries(meant as [string, unknown][]);
}

/** The list itself where nothing in it has changed. */
function changed<T>(list: T[], change: (each: T) => unknown): unknown[] {
  const all = list.map(change);
  return all.some((each, index) => each !== list[index]) ? all : list;
}

function meantWord(value: string, schema: Schema): string {
  const words: unknown = schema['enum'];
  if (!Array.isArray(words)) return value;
  const texts = words.filter((word) => typeof word === 'string');
  return meantOf(value, texts) ?? value;
}
