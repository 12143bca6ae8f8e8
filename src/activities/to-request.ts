import type { Capabilities } from '../core/capabilities.ts';
import { isMemoryTool } from '../core/memory-tools.ts';
import type { ModelSettings, ToolDefinition } from '../core/model-call.ts';
import type { CallTexts } from './call-texts.ts';
import { isTrusted } from './providers/abilities/defaults.ts';
import type { Api } from '../core/provider-apis.ts';
import { type Endpoint, modelFor } from './providers/endpoint.ts';
import type { JsonObject, ProviderMessage, ProviderRequest } from './providers/provider.ts';
import { nativeSchema } from './structured-output/native-schema.ts';
import { askForJson } from './structured-output/schema-prompt.ts';

/** The texts of a call; one without a user needs no more than the first three. */
type AskedTexts = Pick<CallTexts, 'system' | 'messages' | 'tools'> &
  Partial<Pick<CallTexts, 'known' | 'first'>>;

/** What a request depends on of the endpoint that it goes to, besides what that can do. */
export interface AskedEndpoint {
  api: Api;
  model: string;
  simulated: boolean;
  /** Whether what the API says is done there. */
  isTrusted: boolean;
}

/** @param model as an agent names it; `null`: it names none */
export function askedEndpoint(endpoint: Endpoint, model: string | null): AskedEndpoint {
  const { api, simulated } = endpoint;
  return { api, simulated, model: modelFor(endpoint, model), isTrusted: isTrusted(endpoint) };
}

/** A call as a provider is asked it. */
export function toRequest(
  settings: Omit<ModelSettings, 'provider' | 'model'>,
  texts: AskedTexts,
  endpoint: AskedEndpoint,
  can: Capabilities,
): ProviderRequest {
  const { output, maxOutputTokens, temperature, reasoningEffort } = settings;
  const messages = withUser(texts);
  const tools = offered(texts.tools, endpoint, can);
  const hasTools = tools.length > 0;
  const schema = output === null ? null : schemaFor(output, { endpoint, can, hasTools });
  const isTold = output !== null && (schema === null || !endpoint.isTrusted);
  return {
    model: endpoint.model,
    system: texts.system,
    messages: isTold ? askForJson(messages, output, hasTools) : messages,
    tools,
    maxOutputTokens,
    temperature,
    reasoningEffort,
    options: settings.providerOptions,
    promptCache: settings.promptCache ?? 'off',
    schema,
    can,
  };
}

/**
 * What is known of the user stands behind what a step asks first, and is the same in all of its calls:
 * there it changes nothing of what was said before, which a cache may hold.
 */
function withUser({ messages, known = '', first = 0 }: AskedTexts): ProviderMessage[] {
  if (known === '') return messages;
  return messages.map((message, index) =>
    index === first ? { ...message, content: `${message.content}${known}` } : message,
  );
}

/** Built-in tools can be done without; those that an agent was given cannot. */
function offered(tools: ToolDefinition[], { simulated }: AskedEndpoint, can: Capabilities) {
  if (!can.tools && tools.every(({ name }) => isMemoryTool(name))) return [];
  return simulated ? tools : tools.map(asProvidersKnowIt);
}

/** A provider may well refuse a field that it does not know. */
function asProvidersKnowIt({ name, description, parameters }: ToolDefinition): ToolDefinition {
  return { name, description, parameters };
}

interface SchemaUse {
  endpoint: AskedEndpoint;
  can: Capabilities;
  hasTools: boolean;
}

/**
 * The schema in the API's own field; `null`: in words. A server that only resembles its maker's may
 * hold a model to it from the first word on, so that it could call no tool. The simulated model reads
 * any schema, and no words.
 */
function schemaFor(output: JsonObject, { endpoint, can, hasTools }: SchemaUse): JsonObject | null {
  if (endpoint.simulated) return nativeSchema(output, endpoint.api) ?? output;
  if (!can.nativeSchema || (hasTools && !endpoint.isTrusted)) return null;
  return nativeSchema(output, endpoint.api);
}
