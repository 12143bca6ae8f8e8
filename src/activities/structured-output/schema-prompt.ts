import type { JsonObject } from '../providers/provider.ts';

/** A system prompt that asks for JSON of a schema, for providers that do not enforce one. */
export function askForJson(system: string, schema: JsonObject, hasTools: boolean): string {
  const request =
    (hasTools ? 'Call the tools you need first. Then: ' : '') +
    'Reply with one JSON value that fits the following JSON Schema, and with nothing else: ' +
    `no explanation before or after it, no code fence.\n\n${JSON.stringify(schema)}`;
  return system === '' ? request : `${system}\n\n${request}`;
}
