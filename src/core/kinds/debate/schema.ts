import { z } from 'zod';
import { type Duration, timeoutSchema } from '../../durations.ts';
import { type AgentInput, agentSchema, type AgentSpec, nameSchema } from '../agent/schema.ts';
import { refuseDoubleNames } from '../unique-names.ts';
import type { Step, StepInput } from '../step-schema.ts';

/** When the votes of a round are a consensus: see `core/consensus.ts` for the arithmetic. */
const consensusRules = ['unanimous', 'supermajority', 'majority', 'confidence-weighted'] as const;
export type ConsensusRule = (typeof consensusRules)[number];

/** Turns of all debaters together at most: a result has to fit into Temporal's 2 MB. */
const turnLimit = 3_000;

/** Several steps that state a position, answer one another, vote, and are concluded by a moderator. */
export interface DebateSpec {
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

/** The votes and the list of positions of a round have these places in a run. */
function refuseReservedNames(agents: readonly Step[], context: z.RefinementCtx): void {
  agents.forEach(({ name }, index) => {
    if (name !== 'positions' && !name.startsWith('vote-')) return;
    const message = `a debater can not be called '${name}': the run uses it itself`;
    context.addIssue({ code: 'custom', path: ['agents', index, 'name'], message });
  });
}

export type DebateInput = Pick<DebateSpec, 'kind'> &
  Partial<Omit<DebateSpec, 'kind' | 'agents' | 'moderator'>> & {
    agents: StepInput[];
    moderator?: AgentInput | null;
  };

export function debateSchema(step: z.ZodType<Step, StepInput>) {
  return z
    .strictObject({
      kind: z.literal('debate'),
      name: nameSchema.default('debate'),
      agents: z.array(step).min(2, 'a debate needs two agents at least').max(50),
      moderator: agentSchema.nullable().default(null),
      rounds: z.int().min(0).max(1_000).default(3),
      roundTimeout: timeoutSchema.default('180s'),
      parallelResponses: z.boolean().default(false),
      requireConsensus: z.boolean().default(false),
      consensus: z.enum(consensusRules).default('supermajority'),
      stopEarly: z.boolean().default(true),
      anonymous: z.boolean().default(false),
    })
    .superRefine((spec, context) => {
      refuseDoubleNames(spec.agents, (index) => ['agents', index, 'name'], context);
      refuseReservedNames(spec.agents, context);
      const turns = spec.agents.length * (spec.rounds + 1);
      if (turns <= turnLimit) return;
      const message = `${spec.agents.length} agents x ${spec.rounds + 1} rounds are ${turns} turns; ${turnLimit} are the most`;
      context.addIssue({ code: 'custom', path: ['rounds'], message });
    });
}
