import type { Text } from '../../content.ts';
import type { Entry, ResultBase } from '../../results.ts';
import type { Duration } from '../../durations.ts';
import type { CheckRecord, CheckWhen } from './check-types.ts';
import type { Step, StepInput } from '../step.ts';
import type { GivenJsonObject, JsonSchema } from '../../json-schema.ts';
import type { SeenThread } from '../../thread-window.ts';

/** How much a model may think before it answers; not every model takes every word. */
export type ReasoningEffort = 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh';

/**
 * Whether a provider keeps prompts for requests that begin the same: for five minutes (`auto`), for an
 * hour, or not.
 */
export type PromptCache = 'auto' | 'off' | '1h';

/** What becomes of a tool call whose approval nobody has given or denied in time. */
export interface ApprovalTimeout {
  /** How long is waited. */
  after: Duration;
  /** `fail`: the agent fails with `Human.Denied`. */
  outcome: 'deny' | 'approve' | 'fail';
}

/** A tool call that needed approval, and how that ended. */
export interface ApprovalRecord {
  /** Question id. */
  question: string;
  tool: string;
  approved: boolean;
  /** As whoever answered has given it. */
  reason: string | null;
  /** Who answered, as they said; `null`: they did not say, or nobody did. */
  by: string | null;
  /** ISO 8601 */
  at: string;
  /** `update`, `signal`, or `timeout`: nobody answered, and `approvalTimeout` decided. */
  means: string;
}

/** One of the models of an agent that has several. */
export interface ModelChoice {
  /** `null`: as with `AgentSpec.provider`. */
  provider: string | null;
  /** `null`: the provider's default model. */
  model: string | null;
  /** For all its calls together; `null`: its share of the time that is left when it begins. */
  timeout: Duration | null;
}

/** A model as it is written in a list: by name, for the agent's provider, or with more. */
export type ModelChoiceInput = string | Partial<ModelChoice>;

/** A check of an agent: a registered function, or an agent, that a text has to get past. */
export interface CheckSpec {
  /** Default: the name of its function or agent. */
  name: string;
  when: CheckWhen;
  by: { function: string } | { agent: AgentSpec };
  /** Of `toolCall` and `toolResult`: tools, by the names in the agent's `tools`. Left out: all. */
  tools?: string[];
}

/** A check as it is written. */
export type CheckInput = Pick<CheckSpec, 'when'> & {
  name?: string;
  by: { readonly function: string } | { readonly agent: AgentInput | { readonly spec: AgentSpec } };
  tools?: readonly string[];
};

/** A step that an agent may ask as a tool: it runs as a run of its own, and what it says is the result. */
export interface StepTool {
  step: Step;
  /** As the model calls it: letters, digits, `_` and `-`. */
  name: string;
  /** What it is good for: the model goes by that. */
  description: string;
}

/** Something that an agent may call: a tool by its name, or a step. */
export type AgentTool = string | StepTool;

/** A step as a tool, as it is written. */
export type StepToolInput = Omit<StepTool, 'step'> & { step: StepInput };

/** The same as it is written. */
export type AgentToolInput = string | StepToolInput;

/**
 * An agent: a model with a name, a role and instructions. Plain data, every default filled in; the
 * API key stays in the worker's environment.
 */
export interface AgentSpec {
  kind: 'agent';
  name: string;
  /** What the agent is, in a few words. Default `''`. */
  role: string;
  /** A provider configured on the worker; `null` (default): chosen by the environment when the run starts. */
  provider: string | null;
  /** `null` (default): the provider's default model. */
  model: string | null;
  /**
   * Its models in the order they are tried, the first of which `provider` and `model` name: where one
   * fails, the next goes on. Left out: there is one.
   */
  models?: ModelChoice[];
  /** How it should work; added to the system prompt after the role. Default `''`. */
  instructions: string;
  /** Names of tools registered on the worker, `mcp:SERVER/TOOL` and `mcp:SERVER/*`, and steps. Default none. */
  tools: AgentTool[];
  /**
   * Tools, by the names in `tools`, whose calls are made only when a person has allowed each; `all`:
   * every one, `remember` and `forget` too. Default none. Tools may ask for it themselves. Runs from
   * before there was this field have none.
   */
  approve?: 'all' | string[];
  /** For each such call. Default: denied after 24 hours. */
  approvalTimeout?: ApprovalTimeout;
  /**
   * What its input, its answer, its tool calls and what these give have to get past, in this order
   * where several stand in one place. Default none. Runs from before there was this field have none.
   */
  checks?: CheckSpec[];
  /** JSON Schema of the reply; `null` (default): free text. */
  output: JsonSchema | null;
  /** Model calls at most for one answer, re-asks included, of each of its models: 1 to 1,000. Default 10. */
  maxTurns: number;
  /** Tokens of one reply at most. Default 4,096. */
  maxOutputTokens: number;
  /** 0 to 2; `null` (default): the model's own. */
  temperature: number | null;
  reasoningEffort: ReasoningEffort | null;
  /** Further fields of the provider's own request body. Default none. */
  providerOptions: JsonSchema;
  /**
   * Messages API: `auto` (default) marks what its next requests begin with for the provider's cache,
   * `1h` for an hour; `off`: nothing is marked. Other APIs keep prompts unasked. Runs from before
   * there was this field have none in their specs, and mark nothing.
   */
  promptCache: PromptCache;
  /**
   * For the whole answer, retries and re-asks included; `null` (default): the time of the step around
   * it, 120 s where there is none.
   */
  timeout: Duration | null;
  /**
   * Whether its model calls are local activities of the workflow's worker: a third of the overhead
   * for calls of a second or two. They are not pending in the Web UI, are cancelled later, and are
   * asked for again when the worker dies while they are under way. Default `false`.
   */
  localCalls: boolean;
  /** The thread whose conversation it continues; `null` (default): none. */
  thread: string | null;
  /** Tokens, by estimate, that earlier messages of the thread take in a prompt at most. Default 16,000. */
  threadTokens: number;
  /** Whether older messages that do not fit are summed up by the same model (default), or only left out. */
  threadOverflow: 'summarise' | 'trim';
}

/** An agent as it is written: as a literal, also `as const`. */
export type AgentInput = Pick<AgentSpec, 'kind' | 'name'> &
  Partial<
    Omit<
      AgentSpec,
      | 'kind'
      | 'name'
      | 'model'
      | 'tools'
      | 'approve'
      | 'approvalTimeout'
      | 'checks'
      | 'output'
      | 'providerOptions'
    >
  > & {
    /** A model, or a list of models: where one fails, the next goes on. */
    model?: string | null | readonly ModelChoiceInput[];
    tools?: readonly AgentToolInput[];
    approve?: 'all' | readonly string[];
    /** An outcome, after 24 hours; or a duration, after which the call is denied; or both. */
    approvalTimeout?: Duration | Partial<ApprovalTimeout>;
    checks?: readonly CheckInput[];
    output?: GivenJsonObject | null;
    providerOptions?: GivenJsonObject;
  };

/** What an agent answered, and what it took. */
export interface AgentResult<C = Text> extends ResultBase<C>, Entry {
  kind: 'agent';
  /** The model that answered; `null` when none did. */
  model: string | null;
  /** The reply as JSON, where the agent has an `output` schema; `null` otherwise. */
  output: unknown;
  /** Model calls that were answered. */
  turns: number;
  toolCalls: number;
  /** Tool calls that needed approval, in the order in which that ended. */
  approvals: ApprovalRecord[];
  /** Of an agent with checks: those that were made, in order. */
  checks?: CheckRecord[];
  /** `null`: it has none. */
  thread: SeenThread | null;
}

declare module '../step.ts' {
  interface KindTypes<C> {
    agent: {
      spec: AgentSpec;
      input: AgentInput;
      result: AgentResult<C>;
      presented: AgentResult<string>;
    };
  }
}
