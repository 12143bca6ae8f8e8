import type { StepResult } from '../../core/results.ts';
import { showCost } from './amounts.ts';
import { excerpt, table } from './table.ts';

type Debated = Extract<StepResult<string>, { kind: 'debate' }>;

/** What the debaters said last, how they voted, and what the rounds were good for. */
export function debateText(debate: Debated): string {
  const { roundsCompleted, rule, consensusReached } = debate;
  const rounds = `${count(roundsCompleted, 'round')} after the initial positions`;
  const came = `${percent(rule.reached)} of the ${percent(rule.needed)} that are needed`;
  return [
    `Last statements, ${rounds}`,
    table(statementRows(debate)),
    ...voteLines(debate),
    `Consensus: ${consensusReached ? 'yes' : 'no'}, ${came} (${rule.name}: ${rule.statement})`,
    ...plainVoteLines(debate),
  ].join('\n');
}

function statementRows({ messages }: Debated): string[][] {
  const last = new Map(messages.map(({ agentName, content }) => [agentName, content]));
  return [...last].map(([name, content]) => [`  ${name}`, excerpt(content, 96)]);
}

function voteLines({ tally, dissent }: Debated): string[] {
  if (tally.length === 0) return ['No vote was held.'];
  const rows = tally.map(({ id, votes, confidence, position }) => [
    `  ${id}`,
    count(votes, 'vote'),
    `confidence ${confidence.toFixed(1)}`,
    excerpt(position, 96),
  ]);
  const against = dissent.map(({ agentName, option, why }) => [
    `  ${agentName}`,
    option,
    excerpt(why, 96),
  ]);
  return ['Vote', table(rows), ...(against.length === 0 ? [] : ['Dissent', table(against)])];
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
    ...(rounds === 0 ? [] : [`${more}: ${count(calls, 'call')}, ${showCost(cost)}`]),
  ];
}

function count(value: number, what: string): string {
  return `${value} ${what}${value === 1 ? '' : 's'}`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
