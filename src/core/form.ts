import { isObject } from './parse-json.ts';
import { showPath } from './show-path.ts';

/**
 * What a value from outside has to look like, for code that runs in the workflow sandbox, where no
 * schema library is. Loose on fields that are not named, strict on those that are.
 */
export type Form<T> = (
  value: unknown,
  path: readonly PropertyKey[],
) => { ok: true; value: T } | { ok: false; problems: string[] };

type Read<T> = ReturnType<Form<T>>;

/** The type of the values that a form lets through. */
export type Formed<F> = F extends Form<infer T> ? T : never;

/** Reads a value, or says in sentences what is wrong with it, and where. */
export function readForm<T>(form: Form<T>, value: unknown): Read<T> {
  return form(value, []);
}

/** A form for what a test lets through; the test gives the problem, or `null`. */
export function formOf<T>(test: (value: unknown) => string | null): Form<T> {
  return (value, path) => {
    const problem = test(value);
    if (problem === null) return { ok: true, value: value as T };
    return { ok: false, problems: [path.length === 0 ? problem : `${showPath(path)}: ${problem}`] };
  };
}

export const aString = formOf<string>((value) => expected('a string', typeof value === 'string'));
export const aBoolean = formOf<boolean>((value) =>
  expected('true or false', typeof value === 'boolean'),
);
export const aNumber = formOf<number>((value) =>
  expected('a number', typeof value === 'number' && Number.isFinite(value)),
);

/** A string for which further tests hold, told in words when one does not. */
export function aText(...tests: readonly (readonly [RegExp | number, string])[]): Form<string> {
  return formOf((value) => {
    if (typeof value !== 'string') return 'expected a string';
    const failed = tests.find(([test]) =>
      typeof test === 'number' ? value.length > test : !test.test(value),
    );
    return failed?.[1] ?? null;
  });
}

export function oneOf<const T extends string>(...values: readonly T[]): Form<T> {
  return formOf((value) => expected(values.join(' or '), values.includes(value as T)));
}

export function orNull<T>(form: Form<T>): Form<T | null> {
  return (value, path) => (value === null ? { ok: true, value } : form(value, path));
}

/** A list with so many entries at least. */
export function listOf<T>(form: Form<T>, atLeast = 0): Form<T[]> {
  const list = formOf<unknown[]>((value) =>
    !Array.isArray(value)
      ? 'expected a list'
      : value.length < atLeast
        ? `expected at least ${atLeast}`
        : null,
  );
  return (value, path) => {
    const read = list(value, path);
    if (!read.ok) return read;
    return together(read.value.map((each, index) => form(each, [...path, index])));
  };
}

/** An object with these fields; others are left out of what is read. */
export function objectOf<T extends object>(fields: { [K in keyof T]: Form<T[K]> }): Form<T> {
  const object = formOf<Record<string, unknown>>((value) => expected('an object', isObject(value)));
  const names = Object.keys(fields) as (keyof T & string)[];
  return (value, path) => {
    const read = object(value, path);
    if (!read.ok) return read;
    const all = together<unknown>(
      names.map((name) => fields[name](read.value[name], [...path, name])),
    );
    if (!all.ok) return all;
    const entries = names.map((name, index) => [name, all.value[index]] as const);
    return { ok: true, value: Object.fromEntries(entries) as T };
  };
}

function together<T>(all: readonly Read<T>[]): Read<T[]> {
  const problems = all.flatMap((read) => (read.ok ? [] : read.problems));
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, value: all.flatMap((read) => (read.ok ? [read.value] : [])) };
}

function expected(what: string, is: boolean): string | null {
  return is ? null : `expected ${what}`;
}
