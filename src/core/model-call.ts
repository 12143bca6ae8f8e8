import type { Text } from './content.ts';
import type { ToldEvent } from './events.ts';
import type { AgentSpec } from './kinds/agent/types.ts';
import { joinPath, pathInside } from './step-path.ts';
import type { ThreadWindow } from './thread-window.ts';
import type { Usage } from './usage.ts';
import type { Warning } from './warnings.ts';

/** What identifies one model call for good, whatever attempt it takes: the ledger's key. */
export interface CallKey {
  /** First-execution run id of the workflow that makes the call. */
  execution: string;
  /** Path of the step in that workflow. */
  step: string;
  /** From 1; a re-ask takes the next number. */
  number: number;
}

/** Whose call it is: what the ledger sums by. */
export interface CallOwner {
  /** Workflow id of the outermost run. */
  run: string;
  /** Workflow id of the run that makes the call. */
  workflow: string;
  user: string | null;
}

/** A tool call as a model asks for it. */
export interface ToolCall {
  /** The provider's id of it: the result answers to it. */
  id: string;
  name: string;
  /** JSON, as the model wrote it: it may well be broken. */
  arguments: string;
}

/** A tool as a model is told of it. */
export interface ToolDefinition {
  name: string;
  description: string;
  /** JSON Schema of the arguments. */
  parameters: Record<string, unknown>;
  /**
   * Whether the simulated model calls it: always, or never. Left out: where it is asked for by name.
   * Real providers are not told.
   */
  simulate?: boolean;
}

export type PromptMessage =
  | { role: 'user' | 'assistant'; text: Text }
  /** What came of a tool call. */
  | { role: 'tool'; callId: string; text: Text; failed: boolean };

/** The part of an agent's spec that a model call needs. */
export type ModelSettings = Pick<
  AgentSpec,
  'model' | 'maxOutputTokens' | 'temperature' | 'reasoningEffort' | 'providerOptions' | 'output'
> & {
  provider: string;
  /** @see AgentSpec.promptCache; left out: `off`. */
  promptCache?: Exclude<AgentSpec['promptCache'], 'off'>;
};

/** Input of the `callModel` activity. Long texts are references: no transcript stands in it. */
export interface ModelCall {
  key: CallKey;
  owner: CallOwner;
  agentName: string;
  settings: ModelSettings;
  system: Text;
  /** What is new in this call. */
  messages: PromptMessage[];
  /**
   * Message id of the reply that `messages` follow, in the same step: the conversation up to it is
   * read from the ledger, so that no call repeats it. `null`: the conversation begins here.
   */
  after: string | null;
  /**
   * Message id of the last reply that another model gave: what it and those before it carry for their
   * own API is not sent. Left out: all are this model's own.
   */
  foreign?: string;
  /** The tools that the model may ask for. */
  tools: OfferedTools;
  /**
   * The thread that this call continues: the messages of the window go before `messages`, and the
   * first call's last message and the accepted reply are appended to it. `null`: none.
   */
  thread: ThreadWindow | null;
  /** Whether what is said is not appended to it yet, as its answer is checked first. Left out: it is. */
  held?: true;
  /** Bytes that the reply's content may have in the history; default `historyLimitBytes`. */
  contentLimit?: number;
  /** What has happened in the run before this call, to be written with it; left out: nothing new. */
  tell?: ToldEvent[];
}

export interface OfferedTools {
  /** Definitions of the registered ones, as JSON (`ToolDefinition[]`); `null`: none. */
  registered: Text | null;
  /** Whether `remember` and `forget` are among them. */
  memory: boolean;
  /** Definitions of steps that may be asked as tools, as JSON (`ToolDefinition[]`); left out: none. */
  steps?: Text;
  /** Names of registered ones that are offered no more; left out: none. */
  without?: string[];
}

/** Result of the `callModel` activity: the one place where a reply enters the history. */
export interface ModelReply {
  /** Id of the stored message. */
  message: string;
  /** The reply; `null` when it is too long for the history (see `contentLimit`) and only stored. */
  content: string | null;
  bytes: number;
  /** The tool calls it asks for; with any, it is a turn and no answer yet. */
  toolCalls: ToolCall[];
  /** The model that answered, by its own word. */
  model: string;
  usage: Usage;
  /** US dollars, `null` when no price is known. */
  cost: number | null;
  simulated: boolean;
  /** Milliseconds the provider took. */
  durationMs: number;
  /** Why the reply cannot be used, for the model to mend: cut short, refused, not of the schema, a tool call that nobody can read. `null`: it can. */
  problem: ReplyProblem | null;
  /** What should be known of it all the same; left out: nothing. */
  warnings?: ReplyWarning[];
  /** Of a local call only, whose marker in the history does not hold its input. */
  of?: CallSummary;
}

/** What a history tells of a model call. */
export interface CallSummary {
  /** Path of the step inside its workflow. */
  step: string;
  agentName: string;
  model: string | null;
  /** The text that the step works on; `null` in a re-ask. */
  input: Text | null;
}

/** Path of a call's step in its run, through all the workflows it has. */
export function pathOfCall({ key, owner }: Pick<ModelCall, 'key' | 'owner'>): string {
  return pathInside(joinPath(owner.workflow, key.step), owner.run) ?? '';
}

export function summaryOf({ key, agentName, settings, messages }: ModelCall): CallSummary {
  const input = key.number === 1 ? (messages[0]?.text ?? null) : null;
  return { step: key.step, agentName, model: settings.model, input };
}

export interface ReplyProblem {
  kind: 'empty' | 'cut' | 'refused' | 'schema' | 'tool';
  /** For the model and for people. */
  reason: string;
}

/** A warning of a reply, before it is known whose step it is of. */
export type ReplyWarning = Pick<Warning, 'type' | 'message'>;

/** A stored message, known by its id. */
export interface StoredText {
  id: string;
  text: string;
}

/** The content that enters a history at most, in bytes. */
export const historyLimitBytes = 256 * 1024;
