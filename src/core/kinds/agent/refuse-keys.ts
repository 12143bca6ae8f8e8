import type { z } from 'zod';

/** Names under which keys are given: `x-api-key`, `Authorization`, `extra_headers`, `auth_token`. */
const keyField =
  /^((x[-_])?api[-_]?key|(proxy[-_])?authorization|(\w+[-_])?headers|(access|auth|bearer)[-_]?token)$/i;

/** Refuses options under which a key would enter the history of a run. Their values are not said. */
export function refuseKeys(options: Record<string, unknown>, context: z.RefinementCtx): void {
  for (const path of keyPaths(options)) {
    const message =
      "neither keys nor headers stand in a spec: a key goes into the variable that the provider's keyEnv names";
    context.addIssue({ code: 'custom', path, message });
  }
}

/** What stands under `properties` describes a reply, and is no option. */
function keyPaths(value: unknown, path: PropertyKey[] = []): PropertyKey[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const at = [...path, Array.isArray(value) ? Number(name) : name];
    if (keyField.test(name)) return [at];
    return name === 'properties' ? [] : keyPaths(inner, at);
  });
}
