import { nothingCounted } from './consensus.ts';
import type { ElementTitle, StepKind } from '../kind.ts';
import type { Step } from '../step.ts';
import { conclusionElement, readElement, roundTitle } from './paths.ts';
import { moderatorRole } from './roles.ts';
import { report } from './report.ts';
import type { DebateSpec } from './types.ts';
import { withAccessors } from './accessors.ts';

/** Debaters and a moderator; how many rounds there are, the votes decide. */
export const debate: StepKind<'debate'> = {
  flow: 'dynamic',
  children: ({ agents, moderator }) => [
    ...agents.map((step, index) => ({ place: `agents[${index}]`, element: null, step })),
    ...(moderator === null ? [] : [{ place: 'moderator', element: null, step: moderator }]),
  ],
  mapChildren: (spec, change) => ({
    ...spec,
    agents: spec.agents.map(change),
    moderator: changed(spec.moderator, change),
  }),
  title,
  // without the consensus that is required, the conclusion is none
  answer: ({ moderator, requireConsensus }) =>
    requireConsensus ? null : { element: conclusionElement, step: moderator },
  concludes: { field: 'moderator', who: moderatorRole },
  nothing: (spec) => ({
    messages: [],
    roundsCompleted: 0,
    conclusion: null,
    consensusReached: false,
    votes: [],
    rule: nothingCounted(spec?.agents.length ?? 0, spec?.consensus ?? 'supermajority').rule,
    tally: [],
    dissent: [],
    plainVote: null,
    extraRounds: { rounds: 0, calls: 0, cost: 0 },
    stoppedBy: null,
    flips: [],
    flipsToMajority: 0,
    analysis: null,
  }),
  mapResults: (result) => result,
  report,
  present: withAccessors,
};

function changed(
  agent: DebateSpec['moderator'],
  change: (child: Step) => Step,
): DebateSpec['moderator'] {
  return agent === null ? null : (change(agent) as DebateSpec['moderator']);
}

function title({ agents, moderator }: DebateSpec, element: string): ElementTitle {
  const read = readElement(element);
  const chair = { who: moderator?.name ?? moderatorRole.name, step: moderator };
  switch (read?.is) {
    case 'statement':
    case 'vote': {
      const { is, round, name } = read;
      const step = agents.find((agent) => agent.name === name) ?? null;
      return { who: name, what: [roundTitle(round), is], step };
    }
    case 'positions':
      return { ...chair, what: [roundTitle(read.round), 'what to vote on'] };
    case 'digest':
      return { ...chair, what: [`digest of ${roundTitle(read.round)}`] };
    case 'conclusion':
      return { ...chair, what: ['conclusion'] };
    case undefined:
      return { who: element, what: [], step: null };
  }
}
