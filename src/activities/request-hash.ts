import { createHash } from 'node:crypto';
import type { ModelCall } from '../core/model-call.ts';

/**
 * SHA-256 of what a call asks, as the workflow gave it: long texts by their ids, so that another
 * attempt has the same hash without reading them.
 */
export function requestHash(call: ModelCall): string {
  const { settings, system, messages, after, tools, thread } = call;
  const request = canonical({ settings, system, messages, after, tools, thread });
  return createHash('sha256').update(JSON.stringify(request)).digest('hex');
}

/** The same value with the keys of every object in order. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, canonical(inner)]));
}
