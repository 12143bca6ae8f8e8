import type { Capabilities } from '../../core/capabilities.ts';
import type { AgentSpec } from '../../core/kinds/agent/types.ts';
import type { ToolCall, ToolDefinition } from '../../core/model-call.ts';
import type { Api } from '../../core/provider-apis.ts';
import type { Usage } from '../../core/usage.ts';
import type { LiveListener } from './live.ts';

export type JsonObject = Record<string, unknown>;

/** One message of a conversation, the same for every API. */
export type ProviderMessage =
  | { role: 'user'; content: string }
  | { role: 'assistant'; content: string; turn: ProviderTurn | null }
  /** What came of the tool call with this id. */
  | { role: 'tool'; callId: string; content: string; failed: boolean };

/** What a reply that asks for tools has besides its text. */
export interface ProviderTurn {
  toolCalls: ToolCall[];
  /**
   * What this API wants to be given back with the reply, in its own form: reasoning items, thinking
   * blocks. `null`: nothing. Another API ignores it.
   */
  replay: { api: Api; items: JsonObject[] } | null;
}

/** One model call, the same for every API. */
export interface ProviderRequest {
  model: string;
  /** Empty: none. */
  system: string;
  messages: ProviderMessage[];
  /** Empty: none. */
  tools: ToolDefinition[];
  maxOutputTokens: number;
  /** `null`: the model's own. */
  temperature: number | null;
  /** `null`: the model's own. */
  reasoningEffort: AgentSpec['reasoningEffort'];
  /** Further fields of the API's own request body. */
  options: JsonObject;
  /** What is marked for the provider's cache (Messages API). */
  promptCache: AgentSpec['promptCache'];
  /** JSON Schema that the provider is to hold the reply to; `null`: none. */
  schema: JsonObject | null;
  /** What the endpoint takes with this model, as far as it is known. */
  can: Capabilities;
}

/** What a provider answered. */
export interface ProviderReply {
  text: string;
  /** `null`: it asks for no tools. */
  turn: ProviderTurn | null;
  /** The model that answered, by its own word. */
  model: string;
  /** `null` when the provider does not say. */
  usage: Usage | null;
  /** Tokens written to the provider's cache, inside `usage.inputTokens`. */
  cacheWriteTokens: number;
  /**
   * `length`: cut at the output limit; `refusal`: the text, if any, says why; `mistake`: the model
   * wrote something that the server could not read, as `reason` says.
   */
  stop: 'end' | 'length' | 'refusal' | 'mistake';
  /** Of a mistake: what was wrong, in the server's words. Of an unknown ending: what it was called. */
  reason?: string;
  /** Whether its stream ended without the mark that its API has for it. */
  isEndUnmarked?: true;
  /** Whether it was streamed because somebody listens, and its usage got lost by that. */
  lacksStreamUsage?: true;
}

/** One API at one address. */
export interface Provider {
  /**
   * @param signal cancels the call, whether by its owner or by the end of its time
   * @param timeoutMs as `signal` has it; for what the SDK makes of it
   * @param live hears the reply while it comes, where the endpoint can stream; what is returned is the
   *   same with and without it
   * @throws whatever the SDK throws, `ServerRefusal` or `MalformedReply`
   */
  complete(
    request: ProviderRequest,
    signal: AbortSignal,
    timeoutMs: number,
    live?: LiveListener,
  ): Promise<ProviderReply>;
}
