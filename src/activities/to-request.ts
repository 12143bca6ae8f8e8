import type { ModelSettings, ToolDefinition } from '../core/model-call.ts';
import { apiTraits } from '../core/provider-apis.ts';
import type { CallTexts } from './call-texts.ts';
import { type Endpoint, isOwnAddress, modelFor } from './providers/endpoint.ts';
import type { JsonObject, ProviderRequest } from './providers/provider.ts';
import { nativeSchema } from './structured-output/native-schema.ts';
import { askForJson } from './structured-output/schema-prompt.ts';

/** A call as a provider is asked it. */
export function toRequest(
  settings: ModelSettings,
  { system, messages, tools }: Pick<CallTexts, 'system' | 'messages' | 'tools'>,
  endpoint: Endpoint,
): ProviderRequest {
  const { output, maxOutputTokens, temperature, reasoningEffort } = settings;
  const hasTools = tools.length > 0;
  const schema = output === null ? null : schemaFor(output, endpoint, hasTools);
  return {
    model: modelFor(endpoint, settings.model),
    system:
      output !== null && isTold(schema, endpoint) ? askForJson(system, output, hasTools) : system,
    messages,
    tools: endpoint.simulated ? tools : tools.map(asProvidersKnowIt),
    maxOutputTokens,
    temperature,
    reasoningEffort,
    options: settings.providerOptions,
    schema,
  };
}

/** A provider may well refuse a field that it does not know. */
function asProvidersKnowIt({ name, description, parameters }: ToolDefinition): ToolDefinition {
  return { name, description, parameters };
}

/** The simulated model reads any schema, and no words. */
function schemaFor(output: JsonObject, endpoint: Endpoint, hasTools: boolean): JsonObject | null {
  if (hasTools && isLookalike(endpoint)) return null;
  return nativeSchema(output, endpoint.api) ?? (endpoint.simulated ? output : null);
}

/** @see ApiTraits.hasLookalikes */
function isLookalike(endpoint: Endpoint): boolean {
  return apiTraits[endpoint.api].hasLookalikes && !isOwnAddress(endpoint);
}

/** Servers that only resemble OpenAI's may well ignore a schema: they are told it as well. */
function isTold(schema: ProviderRequest['schema'], endpoint: Endpoint): boolean {
  return schema === null || isLookalike(endpoint);
}
