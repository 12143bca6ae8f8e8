import type { OpenAI } from 'openai';
import { functionTool } from '../function-tool.ts';
import { isStreamed } from '../http/heard-reply.ts';
import { mergeObject } from '../merge-options.ts';
import { limitField, toolFields } from '../openai-fields.ts';
import type { JsonObject, ProviderRequest } from '../provider.ts';
import { conversationFor } from '../turns.ts';
import { toInput } from './conversation.ts';

type Body = OpenAI.Responses.ResponseCreateParams;

/** A request as it is sent; `isHeard`: whether somebody listens to its reply. */
export function responsesBody(request: ProviderRequest, isHeard: boolean): Body {
  return toBody(request, isStreamed(request, isHeard));
}

function toBody(request: ProviderRequest, stream: boolean): Body {
  const { model, schema, options, reasoningEffort, tools, can } = request;
  const format = schema === null ? {} : { format: jsonFormat(schema) };
  const effort = reasoningEffort === null ? {} : { effort: reasoningEffort };
  return {
    ...options,
    ...mergeObject('text', options, format),
    ...mergeObject('reasoning', options, effort),
    ...includeFields(model, options, can.statelessReasoning && tools.length > 0),
    model,
    ...systemFields(request),
    ...toolFields(request, toolsOf(request)),
    ...limitField(request),
    ...(request.temperature === null ? {} : { temperature: request.temperature }),
    store: false,
    stream,
  };
}

function systemFields(request: ProviderRequest): Pick<Body, 'instructions' | 'input'> {
  const { system, can } = request;
  const input = toInput(conversationFor(request));
  if (system === '') return { input };
  if (can.systemRole !== 'user') return { instructions: system, input };
  return { input: [{ role: 'user', content: system }, ...input] };
}

const encryptedReasoning = 'reasoning.encrypted_content';

/** Other models refuse to be asked for it. */
const reasons = /^(?:ft:)?(?:o\d|gpt-[5-9])(?!.*-chat)/;

/**
 * Asks for the reasoning with the reply, so that it can be given back with the results of tools.
 * Where an endpoint is not asked, `providerOptions.include` can.
 */
function includeFields(model: string, options: JsonObject, asked: boolean): JsonObject {
  if (!asked || !reasons.test(model)) return {};
  const given: unknown[] = Array.isArray(options['include']) ? options['include'] : [];
  return { include: [...new Set([...given, encryptedReasoning])] };
}

function toolsOf({ tools, can }: ProviderRequest): object[] {
  return tools.map((tool) => ({ type: 'function', ...functionTool(tool, can) }));
}

function jsonFormat(schema: JsonObject) {
  return { type: 'json_schema', name: 'reply', schema, strict: true } as const;
}
