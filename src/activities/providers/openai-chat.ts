import type { OpenAI } from 'openai';
import { z } from 'zod';
import { type Endpoint, isOwnAddress } from './endpoint.ts';
import { readReply } from './malformed-reply.ts';
import { openaiClient } from './openai-client.ts';
import type { Provider, ProviderReply, ProviderRequest } from './provider.ts';

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
    messages: [
      ...(system === '' ? [] : [{ role: 'system' as const, content: system }]),
      ...request.messages.map(({ role, content }) => ({
        role: role === 'tool' ? 'user' : role,
        content,
      })),
    ],
    // OpenAI's reasoning models refuse `max_tokens`; many other servers know nothing else.
    ...(own ? { max_completion_tokens: maxOutputTokens } : { max_tokens: maxOutputTokens }),
    ...(temperature === null ? {} : { temperature }),
    ...(reasoningEffort === null ? {} : { reasoning_effort: reasoningEffort }),
    ...(schema === null ? {} : { response_format: jsonFormat(schema) }),
    stream: false,
  };
}

function jsonFormat(schema: ProviderRequest['schema'] & {}) {
  return { type: 'json_schema', json_schema: { name: 'reply', schema, strict: true } } as const;
}

const completionSchema = z.looseObject({
  model: z.string().nullish(),
  choices: z
    .array(
      z.looseObject({
        finish_reason: z.string().nullish(),
        message: z.looseObject({
          content: z.string().nullish(),
          refusal: z.string().nullish(),
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
    turn: null,
    model: completion.model || request.model,
    ...readUsage(completion),
    stop: refusal === '' ? stopOf(choice?.finish_reason) : 'refusal',
  };
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
