import type { OpenAI } from 'openai';
import type { Endpoint } from '../endpoint.ts';
import { functionTool } from '../function-tool.ts';
import { readReply } from '../http/read-reply.ts';
import { limitField, toolFields } from '../openai-fields.ts';
import { openaiClient } from '../openai-client.ts';
import type { JsonObject, Provider, ProviderRequest } from '../provider.ts';
import { toChatMessages } from './conversation.ts';
import { chatForm, toReply } from './reply.ts';

type Body = OpenAI.Chat.ChatCompletionCreateParams;

/** OpenAI's Chat Completions, which local and third-party servers speak as well. */
export function openaiChat(endpoint: Endpoint): Provider {
  const client = openaiClient(endpoint);
  return {
    async complete(request, signal, timeoutMs) {
      const options = { signal, timeout: timeoutMs };
      const asked = client().chat.completions.create(toBody(request), options);
      return toReply(await readReply(await asked.asResponse(), chatForm), request);
    },
  };
}

function toBody(request: ProviderRequest): Body {
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
    stream: can.streamOnly,
    ...(can.streamOnly && can.streamUsage ? { stream_options: { include_usage: true } } : {}),
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
