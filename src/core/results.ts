import type { ConsensusStatement, TallyLine, Vote } from './kinds/debate/consensus.ts';
import type { Text } from './content.ts';
import { Failure, type FailureType, findFailure } from './failures.ts';
import type { Plan } from './kinds/supervisor/plan.ts';
import type { Ending, Review } from './kinds/supervisor/review.ts';
import type { Usage } from './usage.ts';

/** Why a step did not succeed. */
export interface StepError {
  type: FailureType;
  /** What happened, to whom, and what to do. */
  message: string;
  agentName?: string;
  /** Whether the same step could succeed if it were tried again. */
  retryable: boolean;
  details?: unknown;
}

/** A value, or the reason why there is none: what a pattern gets instead of an exception. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; error: StepError };

/**
 * What every result has. `C` is how contents are written: `Text` on the wire, where a long one is
 * a reference to a message, and `string` once the client has filled it in.
 */
export interface ResultBase<C = Text> {
  name: string;
  /** The id of the workflow, and inside it the path of the step. */
  id: string;
  success: boolean;
  content: C | null;
  /** `null` on success. */
  error: StepError | null;
  usage: Usage;
  /** US dollars, or `null` when a model in `unpriced` has no known price. */
  totalCost: number | null;
  unpriced: string[];
  totalDurationMs: number;
  /** Whether any reply came from the simulated model. */
  simulated: boolean;
}

/** What a result has in addition where it stands inside a pattern's result. */
export interface Entry {
  agentName: string;
  cost: number | null;
  durationMs: number;
}

/** How much of its thread an agent has seen. */
export interface SeenThread {
  name: string;
  /** Earlier messages that its prompt held. */
  messages: number;
  /** Older ones that were left out, because they are over its `threadTokens`. */
  omitted: number;
  /** How many of those a summary in the prompt stood for. */
  summarised: number;
}

export interface AgentResult<C = Text> extends ResultBase<C>, Entry {
  kind: 'agent';
  /** The model that answered; `null` when none did. */
  model: string | null;
  /** The reply as JSON, where the agent has an `output` schema; `null` otherwise. */
  output: unknown;
  /** Model calls that were answered. */
  turns: number;
  toolCalls: number;
  /** `null`: it has none. */
  thread: SeenThread | null;
}

export interface ParallelResult<C = Text> extends ResultBase<C> {
  kind: 'parallel';
  /** In the order given. */
  results: (StepResult<C> & Entry)[];
  allSuccess: boolean;
}

export interface PipelineResult<C = Text> extends ResultBase<C> {
  kind: 'pipeline';
  /** One for each step that was started, with the text it worked on. */
  steps: (StepResult<C> & Entry & { input: C | null })[];
}

/** What a worker made of a task. */
export interface WorkerResult<C = Text> {
  workerName: string;
  /** Id of the task, and version of the plan it is from. */
  taskId: string;
  planVersion: number;
  task: string;
  /** Id of the step or child run that did it. */
  id: string;
  success: boolean;
  /** `null` for a failure, and where the supervisor has `includeWorkerOutputs: false`. */
  content: C | null;
  error: StepError | null;
  durationMs: number;
  cost: number | null;
}

export interface SupervisorResult<C = Text> extends ResultBase<C> {
  kind: 'supervisor';
  /** The last plan; `null` when there was none. */
  plan: Plan | null;
  /** All plans, by version. */
  plans: Plan[];
  /** The planner's reasons, plan by plan; `null` with `includeReasoning: false`. */
  reasoning: string | null;
  /** What the reviews said, in order; empty with `includeReasoning: false`. */
  reviews: Review[];
  /** In completion order. */
  workerResults: WorkerResult<C>[];
  /** Plans that were carried out. */
  iterations: number;
  endedBecause: Ending;
}

/** One statement of a debate. */
export interface DebateMessage<C = Text> {
  /** 0: the initial positions. */
  round: number;
  agentName: string;
  content: C;
}

/** What a vote came to. */
export interface VoteOutcome {
  /** The leading position; `null` when nobody voted for one. */
  position: string | null;
  consensus: boolean;
  tally: TallyLine[];
}

export interface DebateResult<C = Text> extends ResultBase<C> {
  kind: 'debate';
  /** In the order they were said. */
  messages: DebateMessage<C>[];
  /** Rounds after the initial positions. */
  roundsCompleted: number;
  conclusion: C | null;
  consensusReached: boolean;
  /** The votes of all rounds. */
  votes: Vote[];
  /** The rule of the consensus, and how near the last vote came to it. */
  rule: ConsensusStatement;
  /** Positions that were voted on, with their votes in the last round. */
  tally: TallyLine[];
  /** The last votes that are not for the leading position. */
  dissent: Vote[];
  /** What a plain vote on the initial positions would have concluded; `null` when none was held. */
  plainVote: VoteOutcome | null;
  /** What came after that vote, and so what the rounds of debate have cost; `cost` in US dollars, `null` if unknown. */
  extraRounds: { rounds: number; calls: number; cost: number | null };
}

export type StepResult<C = Text> =
  | AgentResult<C>
  | ParallelResult<C>
  | PipelineResult<C>
  | SupervisorResult<C>
  | DebateResult<C>;

/** A result as it stands inside a pattern's result. */
export function asEntry<R extends StepResult>(result: R): R & Entry {
  return {
    ...result,
    agentName: result.name,
    cost: result.totalCost,
    durationMs: result.totalDurationMs,
  };
}

/** The error of a result for an `ApplicationFailure` anywhere in the `cause` chain of `error`. */
export function stepErrorOf(error: unknown, agentName?: string): StepError | undefined {
  const found = findFailure(error);
  if (found === undefined) return undefined;
  return {
    type: found.type as FailureType,
    message: found.message,
    ...(agentName === undefined ? {} : { agentName }),
    retryable: !found.nonRetryable || passing.has(found.type),
  };
}

/** Failures that pass by themselves, also after the attempts of one call are used up. */
const passing: ReadonlySet<string | null | undefined> = new Set([
  Failure.modelRateLimited,
  Failure.modelUnavailable,
  Failure.modelTimedOut,
]);
