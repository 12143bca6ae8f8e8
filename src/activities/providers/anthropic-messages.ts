import { Anthropic } from '@anthropic-ai/sdk';
import { z } from 'zod';
import { replayBlocks, toMessages, toTool } from './anthropic-content.ts';
import { addressOf, type Endpoint, keyToSend } from './endpoint.ts';
import { readReply } from './malformed-reply.ts';
import { mergeObject } from './merge-options.ts';
import { providerFetch } from './provider-fetch.ts';
import type { JsonObject, Provider, ProviderReply, ProviderRequest } from './provider.ts';
import { turnOf } from './turn.ts';

type Body = Anthropic.MessageCreateParamsNonStreaming;

/** Anthropic's Messages API. */
export function anthropicMessages(endpoint: Endpoint): Provider {
  const client = anthropicClient(endpoint);
  return {
    async complete(request, signal, timeoutMs) {
      const options = { signal, timeout: timeoutMs };
      return toReply(await client().messages.create(toBody(request), options), request);
    },
  };
}

function anthropicClient(endpoint: Endpoint): () => Anthropic {
  let client: Anthropic | undefined;
  return () =>
    (client ??= new Anthropic({
      apiKey: keyToSend(endpoint),
      baseURL: addressOf(endpoint),
      fetch: providerFetch,
      maxRetries: 0,
      logLevel: 'off',
    }));
}

function toBody(request: ProviderRequest): Body {
  const { options, schema, tools } = request;
  const format = schema === null ? {} : { format: { type: 'json_schema', schema } };
  return {
    ...options,
    ...effortFields(request, format),
    model: request.model,
    ...(request.system === '' ? {} : { system: request.system }),
    messages: toMessages(request.messages),
    ...(tools.length === 0 ? {} : { tools: tools.map(toTool) }),
    max_tokens: request.maxOutputTokens,
    stream: false,
  };
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

const messageSchema = z.looseObject({
  model: z.string(),
  content: z.array(
    z.looseObject({
      type: z.string(),
      text: z.string().optional(),
      id: z.string().optional(),
      name: z.string().optional(),
      input: z.unknown().optional(),
    }),
  ),
  stop_reason: z.string().nullish(),
  usage: z
    .looseObject({
      input_tokens: z.number(),
      output_tokens: z.number(),
      cache_read_input_tokens: z.number().nullish(),
      cache_creation_input_tokens: z.number().nullish(),
      output_tokens_details: z.looseObject({ thinking_tokens: z.number().nullish() }).nullish(),
    })
    .nullish(),
});

type Message = z.output<typeof messageSchema>;

function toReply(raw: unknown, request: ProviderRequest): ProviderReply {
  const message = readReply(messageSchema, raw);
  const texts = message.content.filter((block) => block.type === 'text');
  return {
    text: texts.map((block) => block.text ?? '').join(''),
    turn: readTurn(message, request),
    model: message.model || request.model,
    ...readUsage(message),
    stop: stopOf(message.stop_reason),
  };
}

function readTurn({ content }: Message, request: ProviderRequest): ProviderReply['turn'] {
  const calls = content.filter(({ type }) => type === 'tool_use');
  const found = calls.map(({ id = null, name = '', input }) => ({
    id,
    name,
    // A gateway may pass on text that the model broke off.
    arguments: typeof input === 'string' ? input : JSON.stringify(input ?? {}),
  }));
  return turnOf(request, found, replayBlocks(content));
}

function stopOf(reason: string | null | undefined): ProviderReply['stop'] {
  if (reason === 'refusal') return 'refusal';
  return reason === 'max_tokens' || reason === 'model_context_window_exceeded' ? 'length' : 'end';
}

/** This API counts cached tokens beside the input, not inside it. */
function readUsage({ usage }: Message): Pick<ProviderReply, 'usage' | 'cacheWriteTokens'> {
  if (!usage) return { usage: null, cacheWriteTokens: 0 };
  const cachedTokens = usage.cache_read_input_tokens ?? 0;
  const cacheWriteTokens = usage.cache_creation_input_tokens ?? 0;
  return {
    usage: {
      inputTokens: usage.input_tokens + cachedTokens + cacheWriteTokens,
      outputTokens: usage.output_tokens,
      cachedTokens,
      reasoningTokens: usage.output_tokens_details?.thinking_tokens ?? 0,
      calls: 1,
    },
    cacheWriteTokens,
  };
}
