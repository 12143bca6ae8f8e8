import type { JsonObject } from './provider.ts';

const encryptedReasoning = 'reasoning.encrypted_content';

/** Other models refuse to be asked for it. */
const reasons = /^(?:ft:)?(?:o\d|gpt-[5-9])(?!.*-chat)/;

/**
 * Asks for the reasoning with the reply, so that it can be given back with the results of tools.
 * Azure and other servers are not asked; there `providerOptions.include` can.
 *
 * @param asked whether the call goes to OpenAI itself, with tools
 */
export function includeFields(model: string, options: JsonObject, asked: boolean): JsonObject {
  if (!asked || !reasons.test(model)) return {};
  const given: unknown[] = Array.isArray(options['include']) ? options['include'] : [];
  return { include: [...new Set([...given, encryptedReasoning])] };
}
