import { z } from 'zod';
import { timeoutSchema } from '../../timeout-schema.ts';
import { agentSchema } from '../agent/schema.ts';
import { nameSchema } from '../name-schema.ts';
import { inAnyCase, listIn, nameIn } from '../refinements.ts';
import type { Step, StepInput } from '../step.ts';
import { refuseDoubleNames } from '../unique-names.ts';
import { consensusRules } from './consensus.ts';
import { isReservedName } from './paths.ts';

/** Turns of all debaters together at most: a result has to fit into Temporal's 2 MB. */
const turnLimit = 3_000;

/** The votes and the list of positions of a round have these places in a run. */
function refuseReservedNames(agents: readonly Step[], context: z.RefinementCtx): void {
  agents.forEach((agent, index) => {
    const name = nameIn(agent);
    if (name === undefined || !isReservedName(name)) return;
    const message = `a debater cannot be called '${name}': the run uses it itself`;
    context.addIssue({ code: 'custom', path: ['agents', index, 'name'], message });
  });
}

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
      const agents = listIn(spec.agents);
      refuseDoubleNames(agents.map(nameIn), (index) => ['agents', index, 'name'], context);
      refuseReservedNames(agents, context);
      const turns = agents.length * (spec.rounds + 1);
      if (!(turns > turnLimit)) return;
      const message = `${agents.length} agents x ${spec.rounds + 1} rounds are ${turns} turns; at most ${turnLimit} are allowed`;
      context.addIssue({ code: 'custom', path: ['rounds'], message });
    }, inAnyCase);
}
