import type { EventBody, EventPlace } from '../../events.ts';
import type { Analysis } from '../../kinds/debate/conclusion.ts';
import type { TallyLine } from '../../kinds/debate/consensus.ts';
import { majorityOf } from '../../kinds/debate/flips.ts';
import { readElement, roundTitle } from '../../kinds/debate/paths.ts';
import type { KindView } from './kind.ts';

/** Rounds in which debaters speak and vote. */
export interface DebateView {
  /** In the order given; without a spec, in that in which they spoke first. */
  speakers: readonly string[];
  rounds: readonly RoundView[];
  /** Path of the moderator's conclusion; `null`: not yet. */
  conclusion: string | null;
  /** What the moderator has found before it; `null`: nothing, or not yet. */
  analysis: Analysis | null;
}

export interface RoundView {
  /** 0: the initial positions. */
  round: number;
  title: string;
  /** In the order in which they began. */
  statements: readonly Spoken[];
  /** Path of the step in which the moderator names what can be voted for, and of its digest; `null`: none yet. */
  positions: string | null;
  digest: string | null;
  /** The steps in which votes are cast. */
  voting: readonly Spoken[];
  votes: readonly VoteView[];
  /** `null`: it goes on. */
  tally: readonly TallyLine[] | null;
  consensus: boolean | null;
}

/** Who speaks, and the step in which it is said. */
export interface Spoken {
  speaker: string;
  path: string;
}

export interface VoteView {
  agent: string;
  /** Id of a line of the tally, or `other`. */
  option: string;
  /** 0 to 1. */
  confidence: number | null;
  why: string;
  /** What the same debater voted for before, where that was something else; `null`: it was not. */
  changedFrom: string | null;
  /** Whether the change was to what more held before than anything else. */
  toMajority: boolean;
}

declare module '../types.ts' {
  interface OwnViews {
    debate: DebateView;
  }
}

export const debate: KindView<'debate'> = {
  open: (spec) => ({
    speakers: (spec?.agents ?? []).map(({ name }) => name),
    rounds: [],
    conclusion: null,
    analysis: null,
  }),
  begun(own, { element, path }) {
    const read = readElement(element);
    switch (read?.is) {
      case 'statement':
      case 'vote': {
        const { is, name: speaker } = read;
        const field = is === 'vote' ? 'voting' : 'statements';
        const changed = changeRound(own, read.round, (round) => ({
          ...round,
          [field]: [...round[field], { speaker, path }],
        }));
        return withSpeaker(changed, speaker);
      }
      case 'positions':
      case 'digest':
        return changeRound(own, read.round, (round) => ({ ...round, [read.is]: path }));
      case 'conclusion':
        return { ...own, conclusion: path };
      case undefined:
        return own;
    }
  },
  told(own, event) {
    if (event.type === 'vote.cast') return withVote(own, event);
    if (event.type === 'analysis.made') return { ...own, analysis: event.analysis };
    if (event.type !== 'round.ended') return own;
    const { round, tally, consensus } = event;
    return changeRound(own, round, (each) => ({ ...each, tally, consensus }));
  },
};

/** A vote is of the round that goes on. */
function withVote(own: DebateView, event: VoteCast): DebateView {
  const { agent, option, confidence, why } = event;
  const number = roundGoingOn(own);
  const held = votesBefore(own, number);
  const before = held.get(agent)?.option;
  const changedFrom = before === undefined || before === option ? null : before;
  const toMajority = changedFrom !== null && option === majorityOf([...held.values()]);
  const vote = { agent, option, confidence, why, changedFrom, toMajority };
  return changeRound(own, number, (round) => ({ ...round, votes: [...round.votes, vote] }));
}

/** The last vote of everyone before a round. */
function votesBefore({ rounds }: DebateView, number: number): Map<string, VoteView> {
  const earlier = rounds.filter(({ round }) => round < number);
  return new Map(earlier.flatMap(({ votes }) => votes.map((vote) => [vote.agent, vote] as const)));
}

type VoteCast = Extract<EventBody, { type: 'vote.cast' }> & EventPlace;

function roundGoingOn({ rounds }: DebateView): number {
  const last = rounds.at(-1);
  if (last === undefined) return 0;
  return last.tally === null ? last.round : last.round + 1;
}

function withSpeaker(own: DebateView, name: string): DebateView {
  return own.speakers.includes(name) ? own : { ...own, speakers: [...own.speakers, name] };
}

function changeRound(
  own: DebateView,
  number: number,
  change: (round: RoundView) => RoundView,
): DebateView {
  const at = own.rounds.findLastIndex(({ round }) => round <= number);
  const found = own.rounds[at]?.round === number ? own.rounds[at] : undefined;
  const changed = change(found ?? newRound(number));
  const rounds = own.rounds.toSpliced(
    found === undefined ? at + 1 : at,
    found === undefined ? 0 : 1,
    changed,
  );
  return { ...own, rounds };
}

function newRound(round: number): RoundView {
  const nothingYet = { statements: [], positions: null, digest: null, voting: [], votes: [] };
  return { round, title: roundTitle(round), ...nothingYet, tally: null, consensus: null };
}
