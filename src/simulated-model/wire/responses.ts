import { z } from 'zod';
import type { ParsedRequest, RecordedMessage } from '../recorded-request.ts';
import { content, isSystem, joinTexts, textOf } from './content.ts';
import { openaiError } from './openai-error.ts';
import { renderResponse } from './responses-body.ts';
import { streamResponse } from './responses-stream.ts';
import { recordedCall, recordedTool, withCalls } from './tools.ts';
import type { Wire } from './wire.ts';

/** OpenAI's Responses API. */
export const responses: Wire = {
  api: 'responses',
  path: '/v1/responses',
  requestIdHeader: 'x-request-id',
  parse,
  render: renderResponse,
  stream: streamResponse,
  error: openaiError,
};

const item = z.looseObject({
  type: z.string().optional(),
  role: z.string().optional(),
  content,
  output: content,
  call_id: z.string().optional(),
  name: z.string().optional(),
  arguments: z.string().optional(),
});

const tool = z.looseObject({
  type: z.string(),
  name: z.string().optional(),
  description: z.string().nullish(),
  parameters: z.unknown(),
  simulate: z.boolean().optional(),
});

const body = z.looseObject({
  model: z.string(),
  stream: z.boolean().nullish(),
  instructions: z.string().nullish(),
  input: z.union([z.string(), z.array(item)]),
  tools: z.array(tool).nullish(),
  text: z.looseObject({ format: z.looseObject({ schema: z.unknown() }).optional() }).nullish(),
});

type Item = z.output<typeof item>;

function parse(raw: unknown): ParsedRequest {
  const { model, stream, instructions, input, tools, text } = body.parse(raw);
  const items = typeof input === 'string' ? [{ role: 'user', content: input } as Item] : input;
  const system = items.filter(isSystem).map((each) => textOf(each.content));
  return {
    model,
    system: joinTexts([instructions ?? '', ...system]),
    messages: items.reduce(addItem, []),
    tools: (tools ?? []).map(toTool),
    outputSchema: text?.format?.schema ?? null,
    stream: stream ?? false,
  };
}

/** The calls of one turn are items of their own here, and part of the assistant's message elsewhere. */
function addItem(messages: RecordedMessage[], item: Item): RecordedMessage[] {
  if (item.type === 'function_call_output') {
    const { call_id: callId = '', output } = item;
    return [...messages, { role: 'tool', content: textOf(output), callId, failed: false }];
  }
  if (item.type === 'function_call') return addCall(messages, item);
  if (isSystem(item) || item.role === undefined) return messages;
  const role = item.role === 'assistant' ? 'assistant' : 'user';
  return [...messages, { role, content: textOf(item.content) }];
}

function addCall(messages: RecordedMessage[], item: Item): RecordedMessage[] {
  const { call_id = '', name = '', arguments: text = '' } = item;
  const call = recordedCall(call_id, name, text);
  const last = messages.at(-1);
  if (last?.role !== 'assistant') {
    return [...messages, withCalls({ role: 'assistant', content: '' }, [call])];
  }
  return [...messages.slice(0, -1), withCalls(last, [...(last.toolCalls ?? []), call])];
}

function toTool({ type, name = type, parameters, ...rest }: z.output<typeof tool>) {
  return recordedTool({ name, ...rest }, parameters);
}
