import type { OpenAI } from 'openai';
import { z } from 'zod';
import { replayFields, toChatMessages } from './chat-messages.ts';
import { type Endpoint, isOwnAddress } from './endpoint.ts';
import { readReply } from './malformed-reply.ts';
import { openaiClient } from './openai-client.ts';
import { functionTool } from './openai-tools.ts';
import type { Provider, ProviderReply, ProviderRequest } from './provider.ts';
import { turnOf } from './turn.ts';

type Body = OpenAI.Chat.ChatCompletionCreateParamsNonStreaming;

/** OpenAI's Chat Completions, which local and third-party servers speak as well. */
export function openaiChat(endpoint: Endpoint): Provider {
  const client = openaiClient(endpoint);
  const own = isOwnAddress(endpoint);
  return {
    async complete(request, signal, timeoutMs) {
      const options = { signal, timeout: timeoutMs };
      return toReply(
        await client().chat.completions.create(toBody(request, own), options),
        request,
      );
    },
  };
}

function toBody(request: ProviderRequest, own: boolean): Body {
  const { system, schema, temperature, reasoningEffort, maxOutputTokens } = request;
  return {
    ...request.options,
    model: request.model,
    messages: toChatMessages(system, request.messages),
    ...toolFields(request, own),
    // OpenAI's reasoning models refuse `max_tokens`; many other servers know nothing else.
    ...(own ? { max_completion_tokens: maxOutputTokens } : { max_tokens: maxOutputTokens }),
    ...(temperature === null ? {} : { temperature }),
    ...(reasoningEffort === null ? {} : { reasoning_effort: reasoningEffort }),
    ...(schema === null ? {} : { response_format: jsonFormat(schema) }),
    stream: false,
  };
}

function toolFields({ tools }: ProviderRequest, own: boolean): Pick<Body, 'tools'> {
  if (tools.length === 0) return {};
  const functions = tools.map((tool) => {
    const { strict, ...rest } = functionTool(tool, own);
    return { type: 'function' as const, function: { ...rest, ...(strict && { strict }) } };
  });
  return { tools: functions };
}

function jsonFormat(schema: ProviderRequest['schema'] & {}) {
  return { type: 'json_schema', json_schema: { name: 'reply', schema, strict: true } } as const;
}

const toolCallSchema = z.looseObject({
  id: z.string().nullish(),
  function: z
    .looseObject({
      name: z.string().nullish(),
      /** Text; some servers give the object itself. */
      arguments: z.unknown().optional(),
    })
    .nullish(),
});

const completionSchema = z.looseObject({
  model: z.string().nullish(),
  choices: z
    .array(
      z.looseObject({
        finish_reason: z.string().nullish(),
        message: z.looseObject({
          content: z.string().nullish(),
          refusal: z.string().nullish(),
          tool_calls: z.array(toolCallSchema).nullish(),
        }),
      }),
    )
    .min(1),
  usage: z
    .looseObject({
      prompt_tokens: z.number(),
      completion_tokens: z.number(),
      prompt_tokens_details: z
        .looseObject({
          cached_tokens: z.number().nullish(),
          cache_write_tokens: z.number().nullish(),
        })
        .nullish(),
      completion_tokens_details: z
        .looseObject({ reasoning_tokens: z.number().nullish() })
        .nullish(),
    })
    .nullish(),
});

type Completion = z.output<typeof completionSchema>;

function toReply(raw: unknown, request: ProviderRequest): ProviderReply {
  const completion = readReply(completionSchema, raw);
  const [choice] = completion.choices;
  const refusal = choice?.message.refusal ?? '';
  return {
    text: (choice?.message.content ?? '') || refusal,
    turn: readTurn(choice?.message ?? {}, request),
    model: completion.model || request.model,
    ...readUsage(completion),
    stop: refusal === '' ? stopOf(choice?.finish_reason) : 'refusal',
  };
}

type ReplyMessage = Partial<Completion['choices'][number]['message']>;

function readTurn(message: ReplyMessage, request: ProviderRequest): ProviderReply['turn'] {
  const calls = message.tool_calls ?? [];
  const found = calls.map(({ id, function: asked }) => ({
    id: id ?? null,
    name: asked?.name ?? '',
    arguments: argumentText(asked?.arguments),
  }));
  return turnOf(request, found, replayFields(message, calls));
}

function argumentText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? {});
}

function stopOf(reason: string | null | undefined): ProviderReply['stop'] {
  if (reason === 'content_filter') return 'refusal';
  return reason === 'length' ? 'length' : 'end';
}

function readUsage({ usage }: Completion): Pick<ProviderReply, 'usage' | 'cacheWriteTokens'> {
  if (!usage) return { usage: null, cacheWriteTokens: 0 };
  return {
    usage: {
      inputTokens: usage.prompt_tokens,
      outputTokens: usage.completion_tokens,
      cachedTokens: usage.prompt_tokens_details?.cached_tokens ?? 0,
      reasoningTokens: usage.completion_tokens_details?.reasoning_tokens ?? 0,
      calls: 1,
    },
    cacheWriteTokens: usage.prompt_tokens_details?.cache_write_tokens ?? 0,
  };
}
