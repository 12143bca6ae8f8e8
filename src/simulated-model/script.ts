import type { RecordedRequest } from './recorded-request.ts';

/**
 * Tokens of one reply. `inputTokens` is the whole prompt, cached and cache-write tokens included, and
 * `outputTokens` includes `reasoningTokens`; each API puts them on the wire in its own way. What is
 * left out is estimated as one token for four characters; `cachedTokens` and `cacheWriteTokens` are as
 * the server's prompt cache has them (Messages API; of the others 0), `reasoningTokens` is 0.
 */
export interface ScriptedUsage {
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
  cacheWriteTokens: number;
  reasoningTokens: number;
}

/** How fast a streamed reply comes. */
export interface ScriptedPace {
  /** Of its text, and of the arguments of its tool calls, in one event at most. */
  characters: number;
  /** Milliseconds between two events. */
  everyMs: number;
}

/** One tool call a scripted model asks for. */
export interface ScriptedToolCall {
  /** Default: derived from the request, so that the same request gets the same id. */
  id?: string;
  name: string;
  /** Sent as JSON; a string is sent as it stands, so that broken JSON can be scripted. */
  arguments: unknown;
}

/** An API error; a bare string is its message. */
export interface ScriptedError {
  message: string;
  /** For instance `insufficient_quota`. Default: what the API uses for the status. */
  code?: string;
}

/** What the model says, and what goes wrong on the way. */
export interface ScriptedAnswer {
  text?: string;
  /**
   * What it thought first, sent in the way of the API: a reasoning item, `reasoning_content`, a
   * thinking block.
   */
  reasoning?: string;
  toolCalls?: ScriptedToolCall[];
  usage?: Partial<ScriptedUsage>;
  /** The model the reply names. Default: the model that was asked for. */
  model?: string;
  /** Default `tool` with tool calls, else `end`. With `refusal` the text is the refusal. */
  stop?: 'end' | 'length' | 'refusal' | 'tool';
  /** Milliseconds before the reply begins, on top of the server's latency. */
  delayMs?: number;
  /** Of a streamed reply. Default: as the server has it. */
  pace?: ScriptedPace;
  /** Accept the request and never answer, until the client closes. */
  hang?: true;
  /** Send the first half of the reply, then nothing, until the client closes. */
  stall?: true;
  /** Send the first half of the reply, then destroy the socket. */
  cut?: true;
  /** Status 200 with a body (in a stream: an event) that is not JSON. */
  malformed?: true;
  /** From 400 up: an error in the shape of the API. Default 200, or 500 with `error`. */
  status?: number;
  /** Response headers, for instance `{'retry-after': '2'}`. */
  headers?: Record<string, string>;
  error?: string | ScriptedError;
}

/** One reply; a bare string is its text. */
export type ScriptedReply = string | ScriptedAnswer;

/** Chooses a reply; `index` counts the requests before this one. */
export type ScriptFunction = (
  request: RecordedRequest,
  index: number,
) => ScriptedReply | Promise<ScriptedReply>;

/** Replies in the order requests arrive, or a function that chooses. */
export type Script = readonly ScriptedReply[] | ScriptFunction;
