import type { DebateView, RoundView, VoteView } from '../../kinds/debate.ts';
import { type Analysis, analysisParts } from '../../../kinds/debate/conclusion.ts';
import { code, inline, table } from '../safe-markdown.ts';
import type { MarkdownWriter, WriteKind } from '../writer.ts';

export const debate: WriteKind<DebateView> = (_, { rounds, conclusion, analysis }, writer) => [
  ...rounds.flatMap((round) => writeRound(round, writer)),
  ...(analysis === null ? [] : [writer.heading('Analysis'), ...writeAnalysis(analysis)]),
  ...(conclusion === null ? [] : [writer.heading('Conclusion'), ...writer.said(conclusion)]),
];

function writeAnalysis(analysis: Analysis): string[] {
  return analysisParts.flatMap(([part, title]) => {
    const found = analysis[part];
    return found.length === 0
      ? []
      : [`**${title}**`, found.map((each) => `- ${inline(each)}`).join('\n')];
  });
}

function writeRound(round: RoundView, writer: MarkdownWriter): string[] {
  const { title, statements, votes, tally, consensus } = round;
  return [
    writer.heading(`${title.slice(0, 1).toUpperCase()}${title.slice(1)}`),
    ...statements.flatMap(({ speaker, path }) => [`**${inline(speaker)}**`, ...writer.said(path)]),
    ...(votes.length === 0 ? [] : [voteTable(votes)]),
    ...(tally === null ? [] : [tallyLines(tally)]),
    ...changes(votes),
    ...(consensus === null ? [] : [consensus ? 'Consensus.' : 'No consensus.']),
  ];
}

function voteTable(votes: readonly VoteView[]): string {
  const rows = votes.map(({ agent, option, confidence, why }) => [
    inline(agent),
    inline(option),
    confidence === null ? '' : confidence.toFixed(2),
    inline(why),
  ]);
  return table(['Debater', 'Vote', 'Confidence', 'Why'], rows);
}

function tallyLines(tally: NonNullable<RoundView['tally']>): string {
  return tally
    .map(({ id, position, votes }) => `- ${code(id)} ${inline(position)}: ${votes}`)
    .join('\n');
}

function changes(votes: readonly VoteView[]): string[] {
  const changed = votes.filter(({ changedFrom }) => changedFrom !== null);
  if (changed.length === 0) return [];
  const each = changed.map(
    ({ agent, changedFrom, option }) =>
      `${inline(agent)} from ${code(changedFrom ?? '')} to ${code(option)}`,
  );
  const joined = changed.filter(({ toMajority }) => toMajority).map(({ agent }) => inline(agent));
  const towards = joined.length === 0 ? '' : ` Towards the majority: ${joined.join(', ')}.`;
  return [`Changed their vote: ${each.join(', ')}.${towards}`];
}
