import { z } from 'zod';
import type { ParsedRequest, RecordedMessage } from '../recorded-request.ts';
import { content, isSystem, joinTexts, textOf } from './content.ts';
import { cacheBlocks, marksAtMost } from './messages-cache.ts';
import { renderMessage } from './messages-body.ts';
import { streamMessage } from './messages-stream.ts';
import { recordedTool, withCalls } from './tools.ts';
import type { Wire, WireError } from './wire.ts';

/** Anthropic's Messages API. */
export const messages: Wire = {
  api: 'messages',
  path: '/v1/messages',
  requestIdHeader: 'request-id',
  parse,
  render: renderMessage,
  stream: streamMessage,
  error: messagesError,
};

const block = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  content,
  id: z.string().optional(),
  name: z.string().optional(),
  input: z.unknown().optional(),
  tool_use_id: z.string().optional(),
  is_error: z.boolean().optional(),
});

const message = z.looseObject({
  role: z.enum(['user', 'assistant', 'system']),
  content: z.union([z.string(), z.array(block)]),
});

const tool = z.looseObject({
  name: z.string(),
  description: z.string().optional(),
  input_schema: z.unknown(),
  simulate: z.boolean().optional(),
});

const format = z.looseObject({ schema: z.unknown() }).nullish();

const tooManyMarks = `A maximum of ${marksAtMost} blocks with cache_control may be provided`;

const body = z.looseObject({
  model: z.string(),
  max_tokens: z.int().positive(),
  stream: z.boolean().optional(),
  system: content,
  messages: z.array(message),
  tools: z.array(tool).optional(),
  output_config: z.looseObject({ format }).nullish(),
  /** The beta's older name for `output_config.format`. */
  output_format: format,
});

type Message = z.output<typeof message>;

function parse(raw: unknown): ParsedRequest {
  const request = body.refine(hasFewMarks, tooManyMarks).parse(raw);
  const system = request.messages.filter(isSystem).map((each) => textOf(each.content));
  return {
    model: request.model,
    system: joinTexts([textOf(request.system), ...system]),
    messages: request.messages.filter((each) => !isSystem(each)).flatMap(toMessages),
    tools: (request.tools ?? []).map(toTool),
    outputSchema: (request.output_config?.format ?? request.output_format)?.schema ?? null,
    stream: request.stream ?? false,
  };
}

function hasFewMarks(request: object): boolean {
  return cacheBlocks(request).filter(({ mark }) => mark !== null).length <= marksAtMost;
}

/** Tool results travel inside a user's message here; elsewhere they are messages. */
function toMessages({ role, content }: Message): RecordedMessage[] {
  const speaker = role === 'assistant' ? 'assistant' : 'user';
  if (typeof content === 'string') return [{ role: speaker, content }];
  const results = content.filter(({ type }) => type === 'tool_result').map(toResult);
  const text = textOf(content);
  const spoken = text !== '' || results.length === 0;
  if (!spoken) return results;
  const calls = content
    .filter(({ type }) => type === 'tool_use')
    .map(({ id = '', name = '', input }) => ({ id, name, arguments: input }));
  return [...results, withCalls({ role: speaker, content: text }, calls)];
}

function toResult(result: z.output<typeof block>): RecordedMessage {
  const { tool_use_id: callId = '', is_error: failed = false } = result;
  return { role: 'tool', content: textOf(result.content), callId, failed };
}

function toTool({ input_schema, ...told }: z.output<typeof tool>) {
  return recordedTool(told, input_schema);
}

const errorTypes: Record<number, string> = {
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  409: 'conflict_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

/** The Messages API has no codes: a scripted code takes the place of the type. */
function messagesError({ status, message, code, requestId }: WireError): unknown {
  const type =
    code ?? errorTypes[status] ?? (status >= 500 ? 'api_error' : 'invalid_request_error');
  return { type: 'error', error: { type, message }, request_id: requestId };
}
