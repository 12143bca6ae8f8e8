import type { IncomingHttpHeaders } from 'node:http';

/** The wire formats the server speaks. */
export type Api = 'responses' | 'chat' | 'messages';

/** A message of a request, in one shape for all APIs. */
export interface RecordedMessage {
  role: 'user' | 'assistant' | 'tool';
  /** The text parts, joined by newlines; empty for a message that only calls tools. */
  content: string;
  /** The tool calls of an assistant's message; left out where there are none. */
  toolCalls?: RecordedToolCall[];
  /** Which tool call a tool's message answers. */
  callId?: string;
  /** Whether a tool's message is marked as a failure; only the Messages API has such a mark. */
  failed?: boolean;
}

/** A tool call as a client gives it back. */
export interface RecordedToolCall {
  id: string;
  name: string;
  /** The JSON value, or the text itself where it is not JSON. */
  arguments: unknown;
}

/** A tool that a request offers. */
export interface RecordedTool {
  name: string;
  description?: string;
  /** JSON Schema; `null` for a provider's own tool. */
  parameters: unknown;
  /** Whether `defineTool` wants the simulated model to call it; left out where it does not say. */
  simulate?: boolean;
}

/** What a request asks for, in one shape for all three APIs. */
export interface ParsedRequest {
  model: string;
  /** All system and developer text, joined by blank lines. */
  system: string;
  messages: RecordedMessage[];
  tools: RecordedTool[];
  /** The JSON Schema the reply was asked to follow, `null` for free text. */
  outputSchema: unknown;
  stream: boolean;
}

/** A request as the server saw it, and how its exchange ended. */
export interface RecordedRequest extends ParsedRequest {
  api: Api;
  /** The raw body. */
  body: unknown;
  /** Keys, tokens and cookies are replaced by `[redacted]`. */
  headers: Record<string, string>;
  /** Milliseconds since the epoch, when the whole body had arrived. */
  at: number;
  /**
   * `reply`: the scripted reply was sent, or cut as scripted. `client`: the client closed the socket
   * before that (a cancellation). `null`: not ended yet, or the server was closed.
   */
  endedBy: 'reply' | 'client' | null;
  /** Milliseconds since the epoch. */
  endedAt: number | null;
}

const secret = /authorization|api-?key|cookie|token|secret/i;

/** Headers as plain text, without secrets. */
export function redactHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [
    name,
    secret.test(name) ? '[redacted]' : String(value),
  ]);
  return Object.fromEntries(entries) as Record<string, string>;
}
