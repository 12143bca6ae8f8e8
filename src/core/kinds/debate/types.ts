import type { Text } from '../../content.ts';
import type { Duration } from '../../durations.ts';
import type { ResultBase } from '../../results.ts';
import type { AgentInput, AgentSpec } from '../agent/types.ts';
import type { Step, StepInput } from '../step.ts';
import type { ConsensusRule, ConsensusStatement, TallyLine, Vote } from './consensus.ts';
import type { EveryKind } from '../every-kind.ts';

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
  /** For the positions of a round, and again for its votes. */
  roundTimeout: Duration;
  /** Whether all answer at once; otherwise in turn, each hearing those before it. */
  parallelResponses: boolean;
  /** Whether no consensus fails the run. */
  requireConsensus: boolean;
  consensus: ConsensusRule;
  /** Whether a consensus ends the rounds. */
  stopEarly: boolean;
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
