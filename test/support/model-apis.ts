import { Anthropic } from '@anthropic-ai/sdk';
import { OpenAI } from 'openai';
import { onTestFinished } from 'vitest';
import {
  startModelServer,
  type ModelServer,
  type ModelServerOptions,
} from '../../src/simulated-model/index.ts';

/** A model server for one test, closed when the test ends, and the real SDKs pointed at it. */
export interface ServedModel {
  server: ModelServer;
  openai: OpenAI;
  anthropic: Anthropic;
}

export async function serveModel(options: ModelServerOptions): Promise<ServedModel> {
  const server = await startModelServer(options);
  onTestFinished(() => server.close());
  const shared = { maxRetries: 0, logLevel: 'off' as const };
  return {
    server,
    openai: new OpenAI({ ...shared, apiKey: 'key-of-openai', baseURL: `${server.url}/v1` }),
    anthropic: new Anthropic({ ...shared, apiKey: 'key-of-anthropic', baseURL: server.url }),
  };
}

interface Question {
  user: string;
  system?: string;
  schema?: Record<string, unknown>;
  tool?: { name: string; description: string; parameters: { type: 'object' } };
  stream?: boolean;
  signal?: AbortSignal;
}

/** What one SDK made of a reply, in one shape for all APIs. */
interface Heard {
  model: string;
  text: string;
  refusal: string | null;
  toolCalls: { name: string; arguments: unknown }[];
  stop: string | null | undefined;
  /** `input` is the whole prompt. */
  usage: { input: number; output: number; cached: number; written: number; reasoning: number };
}

export type Ask = (model: ServedModel, question: Question) => Promise<Heard>;

export const askResponses: Ask = async ({ openai }, question) => {
  const { user, system, schema, tool, stream, signal } = question;
  const body = {
    model: 'gpt-5.4-mini',
    input: user,
    store: false,
    ...(system !== undefined && { instructions: system }),
    ...(schema && {
      text: { format: { type: 'json_schema' as const, name: 'reply', schema, strict: true } },
    }),
    ...(tool && { tools: [{ type: 'function' as const, strict: false, ...tool }] }),
  };
  const reply = stream
    ? await openai.responses.stream(body, { signal }).finalResponse()
    : await openai.responses.create(body, { signal });
  const parts = reply.output.flatMap((item) => (item.type === 'message' ? item.content : []));
  const usage = reply.usage;
  return {
    model: reply.model,
    text: reply.output_text,
    refusal: parts.find((part) => part.type === 'refusal')?.refusal ?? null,
    toolCalls: reply.output.flatMap((item) =>
      item.type === 'function_call'
        ? [{ name: item.name, arguments: JSON.parse(item.arguments) }]
        : [],
    ),
    stop: reply.incomplete_details?.reason ?? reply.status,
    usage: {
      input: usage?.input_tokens ?? NaN,
      output: usage?.output_tokens ?? NaN,
      cached: usage?.input_tokens_details.cached_tokens ?? NaN,
      written: usage?.input_tokens_details.cache_write_tokens ?? NaN,
      reasoning: usage?.output_tokens_details.reasoning_tokens ?? NaN,
    },
  };
};

export const askChat: Ask = async ({ openai }, question) => {
  const { user, system, schema, tool, stream, signal } = question;
  const body = {
    model: 'gpt-5.4-mini',
    messages: [
      ...(system === undefined ? [] : [{ role: 'system' as const, content: system }]),
      { role: 'user' as const, content: user },
    ],
    ...(schema && {
      response_format: { type: 'json_schema' as const, json_schema: { name: 'reply', schema } },
    }),
    ...(tool && { tools: [{ type: 'function' as const, function: tool }] }),
  };
  const reply = stream
    ? await openai.chat.completions
        .stream({ ...body, stream_options: { include_usage: true } }, { signal })
        .finalChatCompletion()
    : await openai.chat.completions.create(body, { signal });
  const [choice] = reply.choices;
  const calls = (choice?.message.tool_calls ?? []).filter((call) => call.type === 'function');
  const usage = reply.usage;
  return {
    model: reply.model,
    text: choice?.message.content ?? '',
    refusal: choice?.message.refusal ?? null,
    toolCalls: calls.map(({ function: { name, arguments: args } }) => ({
      name,
      arguments: JSON.parse(args),
    })),
    stop: choice?.finish_reason,
    usage: {
      input: usage?.prompt_tokens ?? NaN,
      output: usage?.completion_tokens ?? NaN,
      cached: usage?.prompt_tokens_details?.cached_tokens ?? NaN,
      written: usage?.prompt_tokens_details?.cache_write_tokens ?? NaN,
      reasoning: usage?.completion_tokens_details?.reasoning_tokens ?? NaN,
    },
  };
};

export const askMessages: Ask = async ({ anthropic }, question) => {
  const { user, system, schema, tool, stream, signal } = question;
  const body = {
    model: 'claude-haiku-5-5',
    max_tokens: 1024,
    messages: [{ role: 'user' as const, content: user }],
    ...(system !== undefined && { system }),
    ...(schema && { output_config: { format: { type: 'json_schema' as const, schema } } }),
    ...(tool && {
      tools: [{ name: tool.name, description: tool.description, input_schema: tool.parameters }],
    }),
  };
  const reply = stream
    ? await anthropic.messages.stream(body, { signal }).finalMessage()
    : await anthropic.messages.create(body, { signal });
  const { usage, stop_reason } = reply;
  const cached = usage.cache_read_input_tokens ?? NaN;
  const written = usage.cache_creation_input_tokens ?? NaN;
  return {
    model: reply.model,
    text: reply.content.map((block) => (block.type === 'text' ? block.text : '')).join(''),
    refusal: reply.stop_details?.explanation ?? null,
    toolCalls: reply.content
      .filter((block) => block.type === 'tool_use')
      .map((block) => ({ name: block.name, arguments: block.input })),
    stop: stop_reason,
    usage: {
      input: usage.input_tokens + cached + written,
      output: usage.output_tokens,
      cached,
      written,
      reasoning: usage.output_tokens_details?.thinking_tokens ?? 0,
    },
  };
};

/** One row an API: the name it is recorded by, the way to ask, and its words for how a reply ends. */
export const apis = [
  {
    api: 'responses',
    ask: askResponses,
    stops: {
      end: 'completed',
      tool: 'completed',
      length: 'max_output_tokens',
      refusal: 'completed',
    },
  },
  {
    api: 'chat',
    ask: askChat,
    stops: { end: 'stop', tool: 'tool_calls', length: 'length', refusal: 'stop' },
  },
  {
    api: 'messages',
    ask: askMessages,
    stops: { end: 'end_turn', tool: 'tool_use', length: 'max_tokens', refusal: 'refusal' },
  },
] as const;

/** Every API, plain and streamed. */
export const ways = apis.flatMap((each) => [
  { ...each, stream: false, way: `${each.api}, plain` },
  { ...each, stream: true, way: `${each.api}, streamed` },
]);
