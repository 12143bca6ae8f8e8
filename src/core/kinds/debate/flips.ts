import { otherOption, type Vote } from './consensus.ts';

/** A debater that has left its position for another one. */
export interface Flip {
  /** The round after which it voted otherwise. */
  round: number;
  agentName: string;
  /** Ids of options, or `other`. */
  from: string;
  to: string;
  /** What it says has changed its mind; `null`: it does not say. */
  because: string | null;
  /** Whether more debaters held the new position before than any other one. */
  toMajority: boolean;
}

/**
 * Everyone who has changed sides, in order.
 *
 * @param votes of all rounds, in order
 */
export function flipsIn(votes: readonly Vote[]): Flip[] {
  const held = new Map<string, Vote>();
  const rounds = [...new Set(votes.map(({ round }) => round))];
  return rounds.flatMap((round) => {
    const cast = votes.filter((vote) => vote.round === round);
    const majority = majorityOf([...held.values()]);
    const flips = cast.flatMap((vote) => {
      const before = held.get(vote.agentName)?.option;
      return before === undefined || before === vote.option ? [] : [flip(vote, before, majority)];
    });
    for (const vote of cast) held.set(vote.agentName, vote);
    return flips;
  });
}

function flip(vote: Vote, from: string, majority: string | null): Flip {
  const { round, agentName, option: to, why, weight, changedBy } = vote;
  const isInline = weight !== undefined;
  const because = (isInline ? changedBy : why) ?? '';
  return { round, agentName, from, to, because: because || null, toMajority: to === majority };
}

/** The option that more have voted for than for any other; `null`: none, or several. */
export function majorityOf(votes: readonly Pick<Vote, 'option'>[]): string | null {
  const counts = new Map<string, number>();
  for (const { option } of votes)
    if (option !== otherOption) counts.set(option, (counts.get(option) ?? 0) + 1);
  const [first, second] = [...counts].toSorted(([, one], [, other]) => other - one);
  if (first === undefined || first[1] === second?.[1]) return null;
  return first[0];
}
