import type { OpenAI } from 'openai';
import { functionTool } from '../function-tool.ts';
import { isStreamed } from '../http/heard-reply.ts';
import { limitField, toolFields } from '../openai-fields.ts';
import type { JsonObject, ProviderRequest } from '../provider.ts';
import { toChatMessages } from './conversation.ts';

type Body = OpenAI.Chat.ChatCompletionCreateParams;

/** A request as it is sent; `isHeard`: whether somebody listens to its reply. */
export function chatBody(request: ProviderRequest, isHeard: boolean): Body {
  return toBody(request, isStreamed(request, isHeard, request.can.streamUsage));
}

function toBody(request: ProviderRequest, stream: boolean): Body {
  const { schema, temperature, reasoningEffort, can } = request;
  return {
    ...request.options,
    model: request.model,
    messages: toChatMessages(request),
    ...toolFields(request, toolsOf(request)),
    ...limitField(request),
    ...(temperature === null ? {} : { temperature }),
    ...(reasoningEffort === null ? {} : { reasoning_effort: reasoningEffort }),
    ...(schema === null ? {} : { response_format: jsonFormat(schema) }),
    stream,
    ...(stream && can.streamUsage ? { stream_options: { include_usage: true } } : {}),
  };
}

function toolsOf({ tools, can }: ProviderRequest): object[] {
  return tools.map((tool) => {
    const { strict, ...rest } = functionTool(tool, can);
    return { type: 'function' as const, function: { ...rest, ...(strict && { strict }) } };
  });
}

function jsonFormat(schema: JsonObject) {
  return { type: 'json_schema', json_schema: { name: 'reply', schema, strict: true } } as const;
}
