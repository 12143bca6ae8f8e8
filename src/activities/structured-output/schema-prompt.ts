import type { JsonObject, ProviderMessage } from '../providers/provider.ts';

/**
 * A conversation that asks for JSON of a schema, for providers that do not enforce one. It stands behind
 * what the user has said last: the system prompt and all before stay what they are in other requests
 * of the same agent, and are found in a cache.
 */
export function askForJson(
  messages: readonly ProviderMessage[],
  schema: JsonObject,
  hasTools: boolean,
): ProviderMessage[] {
  const request =
    (hasTools ? 'Call the tools you need first. Then: ' : '') +
    'Reply with one JSON value that fits the following JSON Schema, and with nothing else: ' +
    `no explanation before or after it, no code fence.\n\n${JSON.stringify(schema)}`;
  const last = messages.findLastIndex(({ role }) => role === 'user');
  if (last < 0) return [...messages, { role: 'user', content: request }];
  return messages.map((message, index) =>
    index === last ? { ...message, content: `${message.content}\n\n${request}` } : message,
  );
}
