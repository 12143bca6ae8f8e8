import type { Anthropic } from '@anthropic-ai/sdk';
import { basicSchema } from '../../structured-output/basic-schema.ts';
import { isStreamed } from '../http/heard-reply.ts';
import { mergeObject } from '../merge-options.ts';
import { withCacheMarks } from '../prompt-cache.ts';
import type { JsonObject, ProviderRequest } from '../provider.ts';
import { conversationFor } from '../turns.ts';
import { toMessages, toTool } from './conversation.ts';

type Body = Anthropic.MessageCreateParams;

/** A request as it is sent; `isHeard`: whether somebody listens to its reply. */
export function messagesBody(request: ProviderRequest, isHeard: boolean): Body {
  return toBody(request, isStreamed(request, isHeard));
}

function toBody(request: ProviderRequest, stream: boolean): Body {
  const { options, schema, can } = request;
  const format = schema === null ? {} : { format: { type: 'json_schema', schema } };
  const body: Body = {
    ...options,
    ...effortFields(request, format),
    model: request.model,
    ...systemFields(request),
    ...toolFields(request),
    max_tokens: request.maxOutputTokens,
    stream,
  };
  return withCacheMarks(body, can.promptCache ? request.promptCache : 'off');
}

function systemFields(request: ProviderRequest): Pick<Body, 'system' | 'messages'> {
  const { system, can } = request;
  const messages = toMessages(conversationFor(request));
  if (system === '') return { messages };
  if (can.systemRole !== 'user') return { system, messages };
  return { messages: [{ role: 'user', content: system }, ...messages] };
}

function toolFields({ tools, can }: ProviderRequest): JsonObject {
  if (tools.length === 0) return {};
  const basic = can.toolSchemas === 'basic';
  const known = tools.map((tool) =>
    toTool(basic ? { ...tool, parameters: basicSchema(tool.parameters) } : tool),
  );
  const single = { tool_choice: { type: 'auto', disable_parallel_tool_use: true } };
  return { tools: known, ...(can.parallelTools ? {} : single) };
}

/** The API has no effort below `low`; `none` is to think not at all. */
function effortFields({ reasoningEffort, options }: ProviderRequest, format: JsonObject) {
  if (reasoningEffort === 'none') {
    return {
      ...mergeObject('output_config', options, format),
      thinking: { type: 'disabled' } as const,
    };
  }
  const effort = reasoningEffort === 'minimal' ? 'low' : reasoningEffort;
  return mergeObject('output_config', options, {
    ...format,
    ...(effort === null ? {} : { effort }),
  });
}
