import type { Text } from '../../content.ts';
import type { Duration } from '../../durations.ts';
import type { ResultBase } from '../../results.ts';
import type { AgentInput, AgentSpec } from '../agent/types.ts';
import type { Step, StepInput } from '../step.ts';
import type { Analysis } from './conclusion.ts';
import type { ConsensusRule, ConsensusStatement, TallyLine, Vote } from './consensus.ts';
import type { EveryKind } from '../every-kind.ts';
import type { Flip } from './flips.ts';
import type { StopRule } from './stop.ts';

/** Several steps that state a position, answer one another, vote, and are concluded by a moderator. */
export interface DebateSpec extends EveryKind {
  kind: 'debate';
  name: string;
  /** The debaters: any steps. */
  agents: Step[];
  /** `null`: one is made, with the provider and model of the first debater. */
  moderator: AgentSpec | null;
  /** Rounds after the initial positions; 0 is a vote on these. */
  rounds: number;
  /** For the statements of a round, and again for what is asked of its votes. */
  roundTimeout: Duration;
  /** Whether all answer at once; otherwise in turn, each hearing those before it. */
  parallelResponses: boolean;
  /** Whether no consensus fails the run. */
  requireConsensus: boolean;
  consensus: ConsensusRule;
  /** Whether something ends the rounds before there were all of them. */
  stopEarly: boolean;
  /**
   * What does. Default: `consensus`, or nothing without `stopEarly`. A run that began before there was
   * this field has none in its spec, and goes by these two.
   */
  stop: StopRule[];
  /**
   * Whether a statement holds its debater's vote (`inline`, default), or each vote is a call of its own.
   * A run that began before there was this field has none in its spec, and separate votes.
   */
  votes: 'inline' | 'separate';
  /** The answers that can be given, 2 to 12; `null` (default): debaters answer in their own words. */
  options: string[] | null;
  /** Whose statements a debater sees: `all` (default), or those of its two neighbours (`ring`). */
  peers: 'all' | 'ring';
  /** Whether debaters see one another without names and in shuffled order. */
  anonymous: boolean;
}

/** A debate as it is written: all but its debaters may be left out. */
export type DebateInput = Pick<DebateSpec, 'kind'> &
  Partial<Omit<DebateSpec, 'kind' | 'agents' | 'moderator'>> & {
    agents: readonly StepInput[];
    moderator?: AgentInput | null;
  };

/** One statement of a debate. */
export interface DebateMessage<C = Text> {
  /** 0: the initial positions. */
  round: number;
  agentName: string;
  content: C;
  /** The debater's answer in words, and how sure it is of it, where the statement holds its vote. */
  answer?: string;
  /** 0 to 1. */
  confidence?: number;
}

/** What a vote came to. */
export interface VoteOutcome {
  /** The leading position; `null` when nobody voted for one. */
  position: string | null;
  consensus: boolean;
  tally: TallyLine[];
}

/** How a debate went: its statements and votes, and the conclusion as its content. */
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
  /** The rule of `stop` that has ended the rounds; `null`: none, or the spec has no `stop`. */
  stoppedBy: StopRule | null;
  /** Who has changed sides, when, towards what and because of what; in order. */
  flips: Flip[];
  /** How often somebody left a position for that which more held before than any other. */
  flipsToMajority: number;
  /** What the moderator has found; `null`: votes are separate, or there is none. */
  analysis: Analysis | null;
}

/** How the statements of a debate are written down. */
export type TranscriptFormat = 'text' | 'markdown' | 'json';

/** The result of a debate, with the accessors over its statements. Serialises to the plain result. */
export interface DebateResults extends DebateResult<string> {
  /** What each debater said, in the order of the rounds. */
  readonly byAgent: Record<string, DebateMessage<string>[]>;
  /** What was said in each round; index 0 are the initial positions. */
  readonly byRound: DebateMessage<string>[][];
  /** The statements and the conclusion. Default format `text`. */
  toTranscript(options?: { format?: TranscriptFormat }): string;
}

declare module '../step.ts' {
  interface KindTypes<C> {
    debate: {
      spec: DebateSpec;
      input: DebateInput;
      result: DebateResult<C>;
      presented: DebateResults;
    };
  }
}
