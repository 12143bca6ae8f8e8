import { type ConsensusRule, type Option, tally, type Vote } from './consensus.ts';

/** What ends the rounds of a debate before there were all of them. */
export type StopRule =
  | ConsensusRule
  /** The leading answer is the same for so many rounds in a row, the initial positions counted as one. */
  | { stable: number }
  /** More than half of the debaters have one answer, and are this sure of it on average; 0 to 1. */
  | { confident: number };

/** What stop rules are asked about: the votes as they stand after a round. */
export interface Standing {
  /** One of each debater at most. */
  votes: readonly Vote[];
  options: readonly Option[];
  debaters: number;
  /** Ids of the leading options, a round each; `null`: none led. */
  leaders: readonly (string | null)[];
}

/** The rule of these that holds, the first of several; `null`: none does, and the debate goes on. */
export function stopReached(rules: readonly StopRule[], standing: Standing): StopRule | null {
  return rules.find((rule) => holds(rule, standing)) ?? null;
}

function holds(rule: StopRule, standing: Standing): boolean {
  const { votes, options, debaters, leaders } = standing;
  if (typeof rule === 'string') return tally(votes, options, debaters, rule).consensus;
  if ('confident' in rule) return areConfident(standing, rule.confident);
  const last = leaders.slice(-rule.stable);
  const [leader = null] = last;
  return leader !== null && last.length === rule.stable && last.every((each) => each === leader);
}

function areConfident({ votes, options, debaters }: Standing, share: number): boolean {
  const { leader, consensus } = tally(votes, options, debaters, 'majority');
  if (leader === null || !consensus) return false;
  return leader.confidence / leader.votes >= share - 1e-9;
}

/** The rules of a list that are rules of consensus. */
export function consensusRulesIn(rules: readonly StopRule[]): ConsensusRule[] {
  return rules.filter((rule) => typeof rule === 'string');
}

/** A stop rule in words. */
export function showStopRule(rule: StopRule): string {
  if (typeof rule === 'string') return rule;
  return 'stable' in rule ? `stable for ${rule.stable}` : `confident by ${rule.confident}`;
}
