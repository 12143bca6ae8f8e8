import { isObject } from '../../../core/parse-json.ts';
import type { JsonObject } from '../provider.ts';

/*
 * What a reply holds, read without trusting its shape: servers that only resemble an API leave
 * fields out, or give them another type. What cannot be read is as if it were not there.
 */

/** An object; empty where there is none. */
export function objectAt(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** Objects of a list; one that stands alone is a list of one. */
export function objectsAt(value: unknown): JsonObject[] {
  if (Array.isArray(value)) return value.filter(isObject);
  return isObject(value) ? [value] : [];
}

/** A text; '' where there is none. */
export function textAt(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A count, also one written as a text; `undefined` where there is none. */
export function countAt(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  const isCount = typeof number === 'number' && Number.isFinite(number) && number >= 0;
  return isCount ? Math.round(number) : undefined;
}

/** The first that is a count. */
export function firstCount(...values: readonly unknown[]): number | undefined {
  return values.map(countAt).find((count) => count !== undefined);
}
