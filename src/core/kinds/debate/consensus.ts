import { aBoolean, aNumber, aString, aText, listOf, objectOf } from '../../form.ts';
import { closed, type JsonSchema } from '../../json-schema.ts';

/** When the votes of a round are a consensus: `tally` has the arithmetic. */
export const consensusRules = [
  'unanimous',
  'supermajority',
  'majority',
  'confidence-weighted',
] as const;
/** When a debate has a consensus: each rule says which share of what has to be for one position. */
export type ConsensusRule = (typeof consensusRules)[number];

/** A position that debaters can vote for. */
export interface Option {
  id: string;
  position: string;
}

/** One debater's vote at the end of a round. */
export interface Vote {
  /** 0: on the initial positions. */
  round: number;
  agentName: string;
  /** An option's id, or `other`. */
  option: string;
  /** 0 to 1. */
  confidence: number;
  /** Whether the debater's view changed in this round. */
  changed: boolean;
  /** In one or two sentences, 300 characters at most. */
  why: string;
}

/** The rule that a debate's consensus is measured by, and what it came to. */
export interface ConsensusStatement {
  name: ConsensusRule;
  /** The rule in words. */
  statement: string;
  /** Share that the leading option needs, and has: of the debaters, or of their confidence. */
  needed: number;
  reached: number;
}

/** A position, and how many voted for it. */
export interface TallyLine extends Option {
  votes: number;
  /** Sum of the confidences. */
  confidence: number;
}

export interface Tally {
  lines: TallyLine[];
  /** The option with most votes, confidence deciding between equals; `null` when nobody voted for one. */
  leader: TallyLine | null;
  consensus: boolean;
  rule: ConsensusStatement;
}

const rules: Record<ConsensusRule, { needed: number; statement: string }> = {
  unanimous: { needed: 1, statement: 'all debaters vote for one option' },
  supermajority: { needed: 2 / 3, statement: 'two thirds of the debaters vote for one option' },
  majority: { needed: 0.5, statement: 'more than half of the debaters vote for one option' },
  'confidence-weighted': {
    needed: 2 / 3,
    statement:
      'one option has two thirds of the confidence of all votes, and more than half of the debaters vote at all',
  },
};

/**
 * Counts the votes of one round. Who did not vote counts among the debaters, so that a consensus is
 * never one of those who happened to answer.
 */
export function tally(
  votes: readonly Vote[],
  options: readonly Option[],
  debaters: number,
  rule: ConsensusRule,
): Tally {
  const lines = options.map((option) => lineOf(option, votes));
  const [leader = null] = lines
    .filter((line) => line.votes > 0)
    .toSorted((a, b) => b.votes - a.votes || b.confidence - a.confidence);
  const weighted = rule === 'confidence-weighted';
  const best = weighted ? mostConfident(lines) : leader;
  const reached = weighted ? confidenceShare(best, votes, debaters) : (best?.votes ?? 0) / debaters;
  const { needed, statement } = rules[rule];
  const enough = rule === 'majority' ? reached > needed : reached >= needed - 1e-9;
  return {
    lines,
    leader: best,
    consensus: best !== null && enough,
    rule: { name: rule, statement, needed, reached },
  };
}

/** What there is to say of a debate in which nobody has voted. */
export function nothingCounted(debaters: number, rule: ConsensusRule): Tally {
  return tally([], [], debaters, rule);
}

function lineOf(option: Option, votes: readonly Vote[]): TallyLine {
  const own = votes.filter((vote) => vote.option === option.id);
  return { ...option, votes: own.length, confidence: sumOf(own) };
}

function mostConfident(lines: readonly TallyLine[]): TallyLine | null {
  const [best = null] = lines
    .filter((line) => line.votes > 0)
    .toSorted((a, b) => b.confidence - a.confidence || b.votes - a.votes);
  return best;
}

function confidenceShare(best: TallyLine | null, votes: readonly Vote[], debaters: number): number {
  const all = sumOf(votes);
  if (best === null || all === 0 || votes.length * 2 <= debaters) return 0;
  return best.confidence / all;
}

function sumOf(votes: readonly Vote[]): number {
  return votes.reduce((sum, { confidence }) => sum + confidence, 0);
}

/** What a moderator replies when asked which positions there are. */
export const optionsReplyForm = objectOf({
  options: listOf(objectOf({ position: aText([/^[^]/, 'it is empty']) }), 1),
});

/** The titles of the JSON Schemas that positions and votes are asked for by. */
export const optionsTitle = 'Positions';
export const voteTitle = 'Vote';

export const optionsJsonSchema: JsonSchema = {
  title: optionsTitle,
  ...closed({
    options: {
      type: 'array',
      minItems: 1,
      maxItems: 8,
      items: closed({
        position: { type: 'string', description: 'One position, in one sentence' },
      }),
    },
  }),
};

/** No option fits. */
export const otherOption = 'other';

/** What a debater replies when asked for a vote, as far as it is read. */
export const voteReplyForm = objectOf({
  option: aString,
  confidence: aNumber,
  changed: aBoolean,
  why: aString,
});

/** The JSON Schema of a vote; the option is one of these, or `other`. */
export function voteJsonSchema(options: readonly Option[]): JsonSchema {
  return {
    title: voteTitle,
    ...closed({
      why: { type: 'string', description: 'Why, in one or two sentences' },
      option: { type: 'string', enum: [...options.map(({ id }) => id), otherOption] },
      confidence: { type: 'number', minimum: 0, maximum: 1, description: 'How sure you are' },
      changed: { type: 'boolean', description: 'Whether your view changed in this round' },
    }),
  };
}
