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
  /** 0 to 1, as it was stated. */
  confidence: number;
  /**
   * What the confidence counts where votes are weighted by it. Left out, as in debates with separate
   * votes: it counts as it was stated.
   */
  weight?: number;
  /** Whether the debater's view changed in this round. */
  changed: boolean;
  /** In one or two sentences, 300 characters at most. */
  why: string;
  /** What has changed the debater's answer, where statements hold the votes and it was said. */
  changedBy?: string;
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
  /** Sum of the confidences, as they were stated. */
  confidence: number;
  /** Sum of what they count where votes are weighted by confidence; left out: the same. */
  weight?: number;
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
  const confidence = own.reduce((sum, vote) => sum + vote.confidence, 0);
  const line = { ...option, votes: own.length, confidence };
  return votes.some(({ weight }) => weight !== undefined)
    ? { ...line, weight: weightOf(own) }
    : line;
}

function mostConfident(lines: readonly TallyLine[]): TallyLine | null {
  const [best = null] = lines
    .filter((line) => line.votes > 0)
    .toSorted((a, b) => counted(b) - counted(a) || b.votes - a.votes);
  return best;
}

function confidenceShare(best: TallyLine | null, votes: readonly Vote[], debaters: number): number {
  const all = weightOf(votes);
  if (best === null || all === 0 || votes.length * 2 <= debaters) return 0;
  return counted(best) / all;
}

const counted = ({ weight, confidence }: Pick<TallyLine, 'weight' | 'confidence'>) =>
  weight ?? confidence;

function weightOf(votes: readonly Vote[]): number {
  return votes.reduce((sum, vote) => sum + counted(vote), 0);
}

/**
 * What a stated confidence counts: models state most of theirs between 0.8 and 1, and are right less
 * often than that.
 *
 * @see https://arxiv.org/abs/2309.13007, whose steps these are
 */
export function recalibrated(confidence: number): number {
  if (confidence >= 1) return 1;
  if (confidence >= 0.9) return 0.8;
  if (confidence >= 0.8) return 0.5;
  return confidence > 0.6 ? 0.3 : 0.1;
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
