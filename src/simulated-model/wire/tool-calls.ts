import type { RecordedMessage, RecordedToolCall } from '../recorded-request.ts';

/** A tool call that a request repeats, from the text of its arguments. */
export function recordedCall(id: string, name: string, text: string): RecordedToolCall {
  return { id, name, arguments: jsonOr(text) };
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A message with the tool calls it has, if it has any. */
export function withCalls(
  message: RecordedMessage,
  calls: readonly RecordedToolCall[],
): RecordedMessage {
  return calls.length === 0 ? message : { ...message, toolCalls: [...calls] };
}
