/**
 * What an endpoint takes with a model. Found out by its first refusal, or set in the configuration.
 */
export interface Capabilities {
  /** Holds a reply to a JSON Schema in the API's own field; otherwise it is told in words. */
  nativeSchema: boolean;
  /** Which field of a request limits the output; `none`: it takes no limit. */
  outputLimit: 'max_tokens' | 'max_completion_tokens' | 'max_output_tokens' | 'none';
  /** Who says the system prompt; `user`: it stands before the first message of the user. */
  systemRole: 'system' | 'developer' | 'user';
  /** Users and assistants have to take turns, and a user begins. */
  alternatingTurns: boolean;
  /** It answers by a stream only. */
  streamOnly: boolean;
  /** It streams when it is asked to. */
  streaming: boolean;
  /** Its models may call tools. */
  tools: boolean;
  /** A model may call several tools in one turn. */
  parallelTools: boolean;
  /**
   * Schemas of a tool's arguments: `strict` holds a model to them, `full` takes any JSON Schema,
   * `basic` refuses all but the common keywords.
   */
  toolSchemas: 'strict' | 'full' | 'basic';
  /** Takes marks for its prompt cache (Messages API). */
  promptCache: boolean;
  /** Takes `store: false` and gives encrypted reasoning to be given back (Responses API). */
  statelessReasoning: boolean;
  /** Reports usage at the end of a stream when asked (Chat Completions). */
  streamUsage: boolean;
}

/** The name of an ability. */
export type Capability = keyof Capabilities;
