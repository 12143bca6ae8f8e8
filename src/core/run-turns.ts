import type { ToolCall } from './model-call.ts';
import type { Api } from './provider-apis.ts';
import type { Usage } from './usage.ts';

/** A turn of a run: a model was asked, as often as it took to have one reply. */
export interface RunTurn {
  /** Names it in its run: `PATH/NUMBER`, of the outermost step `NUMBER`. */
  turn: string;
  /** Step path; `''`: the outermost. */
  path: string;
  /** From 1, in its step. */
  number: number;
  /** `seq` of the event that it began with; `null`: none was told. */
  seq: number | null;
  agent: string;
  provider: string;
  /** The model that answered by its own word; until then, the one that was asked. */
  model: string;
  /** Whether the simulated model was asked. */
  simulated: boolean;
  /** From 1; attempts that the provider has failed are counted, lost workers are not. */
  attempt: number;
  /**
   * `unusable`: there is a reply, and `problem` says why it is of no use. `cancelled`: the run has ended,
   * and no reply came.
   */
  state: 'running' | 'done' | 'unusable' | 'failed' | 'cancelled';
  problem: string | null;
  /** Type of the last failure; `null`: none, or there is a reply. */
  error: string | null;
  /** ISO 8601; when the last attempt began. */
  startedAt: string;
  /** Milliseconds that the provider took; `null`: there is no reply. */
  durationMs: number | null;
  /** `null`: there is no reply. */
  usage: Usage | null;
  /** US dollars; `null`: not known. */
  cost: number | null;
}

/** A turn with what was sent and what came back. */
export interface RunTurnTexts extends RunTurn {
  /** What it was sent to; `null`: not known, as `request`. */
  api: Api | null;
  /**
   * The body of the request as it was sent, without keys; `null`: it cannot be told, and `missing` says
   * why.
   */
  request: Record<string, unknown> | null;
  missing: string | null;
  /** `null`: there is none. */
  reply: TurnReply | null;
}

/** A reply as it came. */
export interface TurnReply {
  text: string;
  /** The tool calls that it asks for. */
  toolCalls: ToolCall[];
  /** What its API wants to be given back with it, in its own form: reasoning, thinking. Default none. */
  items: Record<string, unknown>[];
}
