import type { OpenAI } from 'openai';
import type { Endpoint } from '../endpoint.ts';
import { functionTool } from '../function-tool.ts';
import { heardReply, isStreamed, type Send } from '../http/heard-reply.ts';
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
    async complete(request, signal, timeoutMs, live) {
      const stream = isStreamed(request, live, request.can.streamUsage);
      const body = toBody(request, stream);
      const send: Send = (options) => client().chat.completions.create(body, options).asResponse();
      const call = { isStreamed: stream, signal, timeoutMs, live };
      const timeouts = endpoint.streamTimeouts;
      const reply = toReply(await heardReply(send, chatForm, { ...call, timeouts }), request);
      const isLost = stream && !request.can.streamOnly && reply.usage === null;
      return { ...reply, ...(isLost && { lacksStreamUsage: true }) };
    },
  };
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
