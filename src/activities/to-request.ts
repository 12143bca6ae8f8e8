import type { ModelSettings } from '../core/model-call.ts';
import type { CallTexts } from './call-texts.ts';
import { type Endpoint, isOwnAddress, modelFor } from './providers/endpoint.ts';
import type { JsonObject, ProviderRequest } from './providers/provider.ts';
import { nativeSchema } from './structured-output/native-schema.ts';
import { askForJson } from './structured-output/schema-prompt.ts';

/** A call as a provider is asked it. */
export function toRequest(
  settings: ModelSettings,
  { system, messages }: Pick<CallTexts, 'system' | 'messages'>,
  endpoint: Endpoint,
): ProviderRequest {
  const { output, maxOutputTokens, temperature, reasoningEffort } = settings;
  const schema = output === null ? null : schemaFor(output, endpoint);
  return {
    model: modelFor(endpoint, settings.model),
    system: output !== null && isTold(schema, endpoint) ? askForJson(system, output) : system,
    messages,
    tools: [],
    maxOutputTokens,
    temperature,
    reasoningEffort,
    options: settings.providerOptions,
    schema,
  };
}

/** The simulated model reads any schema, and no words. */
function schemaFor(output: JsonObject, { api, simulated }: Endpoint): JsonObject | null {
  return nativeSchema(output, api) ?? (simulated ? output : null);
}

/** Servers that only resemble OpenAI's may well ignore a schema: they are told it as well. */
function isTold(schema: ProviderRequest['schema'], endpoint: Endpoint): boolean {
  return schema === null || (endpoint.api === 'chat' && !isOwnAddress(endpoint));
}
