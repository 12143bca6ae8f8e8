import type { JsonObject } from './provider.ts';

/**
 * A field of a request body that both the agent's settings and its `providerOptions` may have a
 * part in: `text: {verbosity: 'low'}` stays beside the format that an output schema sets.
 */
export function mergeObject(field: string, options: JsonObject, own: JsonObject): JsonObject {
  const given = options[field];
  const merged = { ...(typeof given === 'object' ? given : {}), ...own };
  return Object.keys(merged).length === 0 ? {} : { [field]: merged };
}
