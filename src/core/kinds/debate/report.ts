import { countOf, excerpt, showCost, showShare } from '../../amounts.ts';
import type { Block, Report } from '../../report.ts';
import type { DebateResult } from './types.ts';

type Debated = DebateResult<string>;

/** What the debaters said last, how they voted, and what the rounds were good for. */
export function report(debate: Debated): Report {
  const { roundsCompleted, rule, consensusReached } = debate;
  const rounds = `${countOf(roundsCompleted, 'round')} after the initial positions`;
  const came = `${showShare(rule.reached)} of the ${showShare(rule.needed)} that are needed`;
  const consensus = `Consensus: ${consensusReached ? 'yes' : 'no'}, ${came} (${rule.name}: ${rule.statement})`;
  const blocks = [
    { lines: [`Last statements, ${rounds}`] },
    { rows: statementRows(debate) },
    ...voteBlocks(debate),
    { lines: [consensus, ...plainVoteLines(debate)] },
  ];
  return { blocks, parts: [] };
}

function statementRows({ messages }: Debated): string[][] {
  const last = new Map(messages.map(({ agentName, content }) => [agentName, content]));
  return [...last].map(([name, content]) => [`  ${name}`, excerpt(content, 96)]);
}

function voteBlocks({ tally, dissent }: Debated): Block[] {
  if (tally.length === 0) return [{ lines: ['No vote was held.'] }];
  const rows = tally.map(({ id, votes, confidence, position }) => [
    `  ${id}`,
    countOf(votes, 'vote'),
    `confidence ${confidence.toFixed(1)}`,
    excerpt(position, 96),
  ]);
  const against = dissent.map(({ agentName, option, why }) => [
    `  ${agentName}`,
    option,
    excerpt(why, 96),
  ]);
  const dissenting = against.length === 0 ? [] : [{ lines: ['Dissent'] }, { rows: against }];
  return [{ lines: ['Vote'] }, { rows }, ...dissenting];
}

/** Often the debate adds little to a vote on the initial positions, and it is not free. */
function plainVoteLines({ plainVote, extraRounds }: Debated): string[] {
  if (plainVote === null) return [];
  const { position, consensus } = plainVote;
  const what = position === null ? 'nothing' : `‘${excerpt(position, 96)}’`;
  const { rounds, calls, cost } = extraRounds;
  const more = rounds === 1 ? 'The round after it' : `The ${rounds} rounds after it`;
  return [
    `A plain vote on the initial positions: ${what}, ${consensus ? 'with' : 'without'} consensus`,
    ...(rounds === 0 ? [] : [`${more}: ${countOf(calls, 'call')}, ${showCost(cost)}`]),
  ];
}
