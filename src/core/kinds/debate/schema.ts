import { z } from 'zod';
import { timeoutSchema } from '../../timeout-schema.ts';
import { agentSchema } from '../agent/schema.ts';
import { nameSchema } from '../name-schema.ts';
import { inAnyCase, listIn, nameIn } from '../refinements.ts';
import type { Step, StepInput } from '../step.ts';
import { refuseDoubleNames } from '../unique-names.ts';
import { type ConsensusRule, consensusRules } from './consensus.ts';
import { isReservedName } from './paths.ts';
import { wordingOf } from './statement.ts';
import { consensusRulesIn, type StopRule } from './stop.ts';

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

const stopRuleSchema = z.union(
  [
    z.enum(consensusRules),
    z.strictObject({ stable: z.int().min(1).max(1_000) }),
    z.strictObject({ confident: z.number().min(0).max(1) }),
  ],
  { error: `expected ${consensusRules.join(', ')}, {stable: rounds} or {confident: 0 to 1}` },
);

const optionsSchema = z
  .array(z.string().trim().min(1, 'an option is empty').max(300))
  .min(2, 'a choice needs two options at least')
  .max(12)
  .superRefine((options, context) => {
    const wordings = options.map(wordingOf);
    const twice = wordings.findIndex((wording, index) => wordings.indexOf(wording) < index);
    if (twice < 0) return;
    const message = `'${options[twice]}' is there twice: options differ in more than case, articles and marks`;
    context.addIssue({ code: 'custom', path: [twice], message });
  });

type Stops = { stop?: StopRule[]; stopEarly?: boolean; consensus?: ConsensusRule };

/** What is said of the end twice, and differently. */
function refuseContradictions(spec: Stops, context: z.RefinementCtx): void {
  const { stop, stopEarly, consensus } = spec;
  if (!Array.isArray(stop)) return;
  const ends = stop.length > 0;
  if (typeof stopEarly === 'boolean' && stopEarly !== ends) {
    const message = `stop ${ends ? 'ends the rounds early' : 'is empty'}, and stopEarly is ${stopEarly}: leave one of them out`;
    context.addIssue({ code: 'custom', path: ['stop'], message });
  }
  const rules = consensusRulesIn(stop);
  if (consensus === undefined || rules.length === 0 || rules.includes(consensus)) return;
  const message = `stop names ${rules.join(', ')}, and consensus is ${consensus}: name the same rule, or leave one of them out`;
  context.addIssue({ code: 'custom', path: ['stop'], message });
}

/** What was not said of the end follows from what was. */
function withStops<S extends Stops>(spec: S): S & Required<Stops> {
  const { stop } = spec;
  const consensus = spec.consensus ?? consensusRulesIn(stop ?? [])[0] ?? 'supermajority';
  const stopEarly = spec.stopEarly ?? (stop === undefined || stop.length > 0);
  return { ...spec, consensus, stopEarly, stop: stop ?? (stopEarly ? [consensus] : []) };
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
      consensus: z.enum(consensusRules).optional(),
      stopEarly: z.boolean().optional(),
      stop: z.array(stopRuleSchema).max(10).optional(),
      anonymous: z.boolean().default(false),
      votes: z.enum(['inline', 'separate']).default('inline'),
      options: optionsSchema.nullable().default(null),
      peers: z.enum(['all', 'ring']).default('all'),
    })
    .superRefine((spec, context) => {
      const agents = listIn(spec.agents);
      refuseDoubleNames(agents.map(nameIn), (index) => ['agents', index, 'name'], context);
      refuseReservedNames(agents, context);
      refuseContradictions(spec, context);
      const turns = agents.length * (spec.rounds + 1);
      if (!(turns > turnLimit)) return;
      const message = `${agents.length} agents x ${spec.rounds + 1} rounds are ${turns} turns; at most ${turnLimit} are allowed`;
      context.addIssue({ code: 'custom', path: ['rounds'], message });
    }, inAnyCase)
    .transform(withStops);
}
