import { countOf, excerpt, showCost, showShare } from '../../amounts.ts';
import type { Block, Report } from '../../report.ts';
import { analysisParts } from './conclusion.ts';
import { roundTitle } from './paths.ts';
import { showStopRule } from './stop.ts';
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
    ...flipBlocks(debate),
    ...analysisBlocks(debate),
    { lines: [consensus, ...stopLines(debate), ...plainVoteLines(debate)] },
  ];
  return { blocks, parts: [] };
}

function statementRows({ messages }: Debated): string[][] {
  const last = new Map(messages.map((message) => [message.agentName, message]));
  return [...last].map(([name, { content, answer, confidence }]) => {
    const said = excerpt(content, answer === undefined ? 96 : 60);
    const sure = confidence === undefined ? [] : [`${showShare(confidence)} sure`];
    return [`  ${name}`, ...(answer === undefined ? [] : [excerpt(answer, 48)]), ...sure, said];
  });
}

/** Who has changed sides, and because of what. */
function flipBlocks({ flips, flipsToMajority }: Debated): Block[] {
  if (flips.length === 0) return [];
  const rows = flips.map(({ round, agentName, from, to, because }) => [
    `  ${agentName}`,
    `${from} → ${to}`,
    roundTitle(round),
    excerpt(because ?? '', 72),
  ]);
  const toMajority = `${flipsToMajority} of ${flips.length} towards the majority`;
  return [{ lines: [`Changed sides (${toMajority})`] }, { rows }];
}

/** What the moderator has found. */
function analysisBlocks({ analysis }: Debated): Block[] {
  if (analysis === null) return [];
  return analysisParts.flatMap(([part, title]) => {
    const found = analysis[part].map((each) => `  ${excerpt(each, 110)}`);
    return found.length === 0 ? [] : [{ lines: [title, ...found] }];
  });
}

/** Where something else than the consensus has ended the rounds. */
function stopLines({ stoppedBy, rule }: Debated): string[] {
  if (stoppedBy === null || stoppedBy === rule.name) return [];
  return [`Ended early: ${showStopRule(stoppedBy)}`];
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
