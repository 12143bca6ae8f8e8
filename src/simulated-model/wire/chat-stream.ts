import type { OpenAI } from 'openai';
import { z } from 'zod';
import type { Answer } from '../answer.ts';
import type { RecordedRequest } from '../recorded-request.ts';
import { chatUsage, finishReason } from './chat-ending.ts';
import { frame, pieces } from './sse.ts';

type Delta = OpenAI.ChatCompletionChunk.Choice.Delta & { reasoning_content?: string };

const options = z.looseObject({
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
});

/** A chat completion as chunks; usage comes last, and only to a client that asked for it. */
export function chatStream(answer: Answer, request: RecordedRequest): string[] {
  const includeUsage = options.parse(request.body).stream_options?.include_usage ?? false;
  const base = {
    id: `chatcmpl-${answer.id}`,
    object: 'chat.completion.chunk' as const,
    created: Math.floor(answer.createdAt / 1000),
    model: answer.model,
    ...(includeUsage && { usage: null }),
  };
  const chunk = (delta: Delta, finish_reason: ReturnType<typeof finishReason> | null = null) =>
    ({ ...base, choices: [{ index: 0, delta, finish_reason }] }) as OpenAI.ChatCompletionChunk;
  const chunks = [
    ...deltas(answer).map((delta) => chunk(delta)),
    chunk({}, finishReason(answer.stop)),
    ...(includeUsage ? [{ ...base, choices: [], usage: chatUsage(answer) }] : []),
  ];
  return [...chunks.map((each) => frame(each)), frame('[DONE]')];
}

function deltas(answer: Answer): Delta[] {
  const field = answer.stop === 'refusal' ? 'refusal' : 'content';
  return [
    { role: 'assistant', content: '', refusal: null },
    ...pieces(answer.reasoning, answer.pieceLength).map((text) => ({ reasoning_content: text })),
    ...pieces(answer.text, answer.pieceLength).map((text) => ({ [field]: text })),
    ...answer.toolCalls.flatMap((call, index) => toolDeltas(call, index, answer.pieceLength)),
  ];
}

function toolDeltas(call: Answer['toolCalls'][number], index: number, most?: number): Delta[] {
  const { id, name } = call;
  return [
    { tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] },
    ...pieces(call.arguments, most).map((text) => ({
      tool_calls: [{ index, function: { arguments: text } }],
    })),
  ];
}
