import type { OpenAI } from 'openai';
import { z } from 'zod';
import { type Endpoint, isOwnAddress } from './endpoint.ts';
import { readReply } from './malformed-reply.ts';
import { openaiClient } from './openai-client.ts';
import { functionTool } from './openai-tools.ts';
import { mergeObject } from './merge-options.ts';
import type { JsonObject, Provider, ProviderReply, ProviderRequest } from './provider.ts';
import { ProviderRefusal } from './provider-refusal.ts';
import { replayItems, toInput } from './responses-input.ts';
import { turnOf } from './turn.ts';

type Body = OpenAI.Responses.ResponseCreateParamsNonStreaming;

/** OpenAI's Responses API. Nothing is kept at the provider. */
export function openaiResponses(endpoint: Endpoint): Provider {
  const client = openaiClient(endpoint);
  const own = isOwnAddress(endpoint);
  return {
    async complete(request, signal, timeoutMs) {
      const options = { signal, timeout: timeoutMs };
      return toReply(await client().responses.create(toBody(request, own), options), request);
    },
  };
}

function toBody(request: ProviderRequest, own: boolean): Body {
  const { model, schema, options, reasoningEffort, tools } = request;
  const format = schema === null ? {} : { format: jsonFormat(schema) };
  const effort = reasoningEffort === null ? {} : { effort: reasoningEffort };
  return {
    ...options,
    ...mergeObject('text', options, format),
    ...mergeObject('reasoning', options, effort),
    ...includeFields(model, options, own && tools.length > 0),
    model,
    ...(request.system === '' ? {} : { instructions: request.system }),
    input: toInput(request.messages),
    ...toolFields(request, own),
    max_output_tokens: request.maxOutputTokens,
    ...(request.temperature === null ? {} : { temperature: request.temperature }),
    store: false,
    stream: false,
  };
}

const encryptedReasoning = 'reasoning.encrypted_content';

/** Other models refuse to be asked for it. */
const reasons = /^(?:ft:)?(?:o\d|gpt-[5-9])(?!.*-chat)/;

/**
 * Asks for the reasoning with the reply, so that it can be given back with the results of tools.
 * Azure and other servers are not asked; there `providerOptions.include` can.
 *
 * @param asked whether the call goes to OpenAI itself, with tools
 */
function includeFields(model: string, options: JsonObject, asked: boolean): JsonObject {
  if (!asked || !reasons.test(model)) return {};
  const given: unknown[] = Array.isArray(options['include']) ? options['include'] : [];
  return { include: [...new Set([...given, encryptedReasoning])] };
}

function toolFields({ tools }: ProviderRequest, own: boolean): Pick<Body, 'tools'> {
  if (tools.length === 0) return {};
  return { tools: tools.map((tool) => ({ type: 'function', ...functionTool(tool, own) })) };
}

function jsonFormat(schema: ProviderRequest['schema'] & {}) {
  return { type: 'json_schema', name: 'reply', schema, strict: true } as const;
}

const responseSchema = z.looseObject({
  model: z.string(),
  status: z.string().nullish(),
  error: z.looseObject({ code: z.string().nullish(), message: z.string() }).nullish(),
  incomplete_details: z.looseObject({ reason: z.string().nullish() }).nullish(),
  output: z.array(
    z.looseObject({
      type: z.string(),
      call_id: z.string().nullish(),
      name: z.string().nullish(),
      arguments: z.string().nullish(),
      content: z
        .array(
          z.looseObject({
            type: z.string(),
            text: z.string().optional(),
            refusal: z.string().optional(),
          }),
        )
        .nullish(),
    }),
  ),
  usage: z
    .looseObject({
      input_tokens: z.number(),
      output_tokens: z.number(),
      input_tokens_details: z
        .looseObject({
          cached_tokens: z.number().nullish(),
          cache_write_tokens: z.number().nullish(),
        })
        .nullish(),
      output_tokens_details: z.looseObject({ reasoning_tokens: z.number().nullish() }).nullish(),
    })
    .nullish(),
});

type Response = z.output<typeof responseSchema>;

function toReply(raw: unknown, request: ProviderRequest): ProviderReply {
  const response = readReply(responseSchema, raw);
  refuseUnfinished(response);
  const parts = response.output
    .filter((item) => item.type === 'message')
    .flatMap((item) => item.content ?? []);
  const refusals = parts.flatMap((part) => part.refusal ?? []);
  return {
    text: [...parts.flatMap((part) => part.text ?? []), ...refusals].join(''),
    turn: readTurn(response, request),
    model: response.model || request.model,
    ...readUsage(response),
    stop: stopOf(response, refusals.length > 0),
  };
}

function readTurn({ output }: Response, request: ProviderRequest): ProviderReply['turn'] {
  const calls = output.filter(({ type }) => type === 'function_call');
  const found = calls.map((call) => ({
    id: call.call_id ?? null,
    name: call.name ?? '',
    arguments: call.arguments ?? '',
  }));
  return turnOf(request, found, replayItems(output));
}

/** Its text would be an empty reply of the model, which is asked for again and paid again. */
function refuseUnfinished({ error, status }: Response): void {
  if (error) throw new ProviderRefusal(error.code, error.message);
  if (status == null || status === 'completed' || status === 'incomplete') return;
  const words = status === 'failed' ? 'it gives no reason' : 'the reply is not finished';
  throw new ProviderRefusal(null, `the status is '${status}', ${words}`);
}

function stopOf(response: Response, refused: boolean): ProviderReply['stop'] {
  const reason = response.incomplete_details?.reason;
  if (refused || reason === 'content_filter') return 'refusal';
  return response.status === 'incomplete' ? 'length' : 'end';
}

function readUsage({ usage }: Response): Pick<ProviderReply, 'usage' | 'cacheWriteTokens'> {
  if (!usage) return { usage: null, cacheWriteTokens: 0 };
  return {
    usage: {
      inputTokens: usage.input_tokens,
      outputTokens: usage.output_tokens,
      cachedTokens: usage.input_tokens_details?.cached_tokens ?? 0,
      reasoningTokens: usage.output_tokens_details?.reasoning_tokens ?? 0,
      calls: 1,
    },
    cacheWriteTokens: usage.input_tokens_details?.cache_write_tokens ?? 0,
  };
}
