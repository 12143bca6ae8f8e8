import type { OpenAI } from 'openai';
import { z } from 'zod';
import type { Answer } from '../answer.ts';
import type { ParsedRequest, RecordedMessage } from '../recorded-request.ts';
import { chatUsage, finishReason } from './chat-ending.ts';
import { chatStream } from './chat-stream.ts';
import { content, isSystem, joinTexts, textOf } from './content.ts';
import { openaiError } from './openai-error.ts';
import { recordedCall, recordedTool, withCalls } from './tools.ts';
import type { Wire } from './wire.ts';

/** OpenAI's Chat Completions API. */
export const chat: Wire = {
  api: 'chat',
  path: '/v1/chat/completions',
  requestIdHeader: 'x-request-id',
  parse,
  render,
  stream: chatStream,
  error: openaiError,
};

const call = z.looseObject({
  id: z.string(),
  function: z.looseObject({ name: z.string(), arguments: z.string() }),
});

const message = z.looseObject({
  role: z.string(),
  content,
  tool_calls: z.array(call).nullish(),
  tool_call_id: z.string().nullish(),
});

const body = z.looseObject({
  model: z.string(),
  stream: z.boolean().nullish(),
  messages: z.array(message),
  tools: z
    .array(
      z.looseObject({
        type: z.string(),
        function: z
          .looseObject({
            name: z.string(),
            description: z.string().optional(),
            parameters: z.unknown(),
            simulate: z.boolean().optional(),
          })
          .optional(),
      }),
    )
    .nullish(),
  response_format: z
    .looseObject({ json_schema: z.looseObject({ schema: z.unknown() }).optional() })
    .nullish(),
});

type Body = z.output<typeof body>;

function parse(raw: unknown): ParsedRequest {
  const { model, stream, messages, tools, response_format } = body.parse(raw);
  return {
    model,
    system: joinTexts(messages.filter(isSystem).map((message) => textOf(message.content))),
    messages: messages.filter((message) => !isSystem(message)).map(toMessage),
    tools: (tools ?? []).map(toTool),
    outputSchema: response_format?.json_schema?.schema ?? null,
    stream: stream ?? false,
  };
}

function toMessage(sent: Body['messages'][number]): RecordedMessage {
  const { role, tool_calls, tool_call_id } = sent;
  const content = textOf(sent.content);
  if (role === 'tool') return { role, content, callId: tool_call_id ?? '', failed: false };
  const calls = (tool_calls ?? []).map((each) =>
    recordedCall(each.id, each.function.name, each.function.arguments),
  );
  return withCalls({ role: role === 'assistant' ? role : 'user', content }, calls);
}

function toTool(tool: NonNullable<Body['tools']>[number]) {
  return recordedTool({ name: tool.type, ...tool.function }, tool.function?.parameters);
}

function render(answer: Answer): OpenAI.ChatCompletion {
  const refused = answer.stop === 'refusal';
  const toolCalls = answer.toolCalls.map(({ id, name, arguments: args }) => ({
    id,
    type: 'function' as const,
    function: { name, arguments: args },
  }));
  const message: OpenAI.ChatCompletionMessage & { reasoning_content?: string } = {
    role: 'assistant',
    content: refused || (answer.text === '' && toolCalls.length > 0) ? null : answer.text,
    refusal: refused ? answer.text : null,
    ...(answer.reasoning !== '' && { reasoning_content: answer.reasoning }),
    ...(toolCalls.length > 0 && { tool_calls: toolCalls }),
  };
  return {
    id: `chatcmpl-${answer.id}`,
    object: 'chat.completion',
    created: Math.floor(answer.createdAt / 1000),
    model: answer.model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishReason(answer.stop) }],
    usage: chatUsage(answer),
  };
}
