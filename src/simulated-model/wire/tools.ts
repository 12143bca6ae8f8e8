import type { RecordedMessage, RecordedTool, RecordedToolCall } from '../recorded-request.ts';

/** What the APIs say of a tool in the same words. */
interface ToldTool {
  name: string;
  description?: string | null | undefined;
  simulate?: boolean | undefined;
}

/** A tool that a request offers; each API has its own word for the parameters. */
export function recordedTool(
  { name, description, simulate }: ToldTool,
  parameters: unknown,
): RecordedTool {
  return {
    name,
    ...(description !== undefined && description !== null && { description }),
    parameters: parameters ?? null,
    ...(simulate !== undefined && { simulate }),
  };
}

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
