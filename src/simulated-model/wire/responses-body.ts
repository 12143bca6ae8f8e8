import type { OpenAI } from 'openai';
import type { Answer } from '../answer.ts';

type Response = OpenAI.Responses.Response;
type Message = OpenAI.Responses.ResponseOutputMessage;
type Reasoning = OpenAI.Responses.ResponseReasoningItem;
type FunctionCall = OpenAI.Responses.ResponseFunctionToolCall & { id: string };

/** A response as it is on the wire: `output_text` is put in by the SDK. */
export type WireResponse = Omit<Response, 'output_text'>;

export function renderResponse(answer: Answer): WireResponse {
  const cut = answer.stop === 'length';
  return {
    id: `resp_${answer.id}`,
    object: 'response',
    created_at: Math.floor(answer.createdAt / 1000),
    status: cut ? 'incomplete' : 'completed',
    error: null,
    incomplete_details: cut ? { reason: 'max_output_tokens' } : null,
    instructions: null,
    metadata: {},
    model: answer.model,
    output: outputItems(answer),
    parallel_tool_calls: true,
    temperature: null,
    tool_choice: 'auto',
    tools: [],
    top_p: null,
    usage: responseUsage(answer),
  };
}

/** Reasoning if there is any, a message unless there are only tool calls, then the calls. */
function outputItems(answer: Answer): (Reasoning | Message | FunctionCall)[] {
  const calls = answer.toolCalls.map((call, position): FunctionCall => ({
    type: 'function_call',
    id: `fc_${answer.id}_${position}`,
    call_id: call.id,
    name: call.name,
    arguments: call.arguments,
    status: 'completed',
  }));
  const thoughts = answer.reasoning === '' ? [] : [reasoningItem(answer)];
  if (answer.text === '' && calls.length > 0) return [...thoughts, ...calls];
  return [...thoughts, outputMessage(answer), ...calls];
}

/** As a provider that stores nothing sends it: to be read by itself only. */
function reasoningItem({ id, reasoning }: Answer): Reasoning {
  const encrypted_content = Buffer.from(reasoning).toString('base64');
  return { type: 'reasoning', id: `rs_${id}`, summary: [], encrypted_content };
}

function outputMessage({ id, text, stop }: Answer): Message {
  return {
    type: 'message',
    id: `msg_${id}`,
    role: 'assistant',
    status: stop === 'length' ? 'incomplete' : 'completed',
    content: [
      stop === 'refusal'
        ? { type: 'refusal', refusal: text }
        : { type: 'output_text', text, annotations: [], logprobs: [] },
    ],
  };
}

/** Cached and cache-write tokens are inside `input_tokens`. */
function responseUsage({ usage }: Answer): OpenAI.Responses.ResponseUsage {
  return {
    input_tokens: usage.inputTokens,
    input_tokens_details: {
      cached_tokens: usage.cachedTokens,
      cache_write_tokens: usage.cacheWriteTokens,
    },
    output_tokens: usage.outputTokens,
    output_tokens_details: { reasoning_tokens: usage.reasoningTokens },
    total_tokens: usage.inputTokens + usage.outputTokens,
  };
}
