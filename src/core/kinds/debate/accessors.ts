import { showShare } from '../../amounts.ts';
import { type Analysis, analysisParts } from './conclusion.ts';
import type { DebateMessage, DebateResult, DebateResults, TranscriptFormat } from './types.ts';

const accessors = {
  get byAgent(): Record<string, DebateMessage<string>[]> {
    const { messages } = debateOf(this);
    const names = [...new Set(messages.map(({ agentName }) => agentName))];
    return Object.fromEntries(
      names.map((name) => [name, messages.filter(({ agentName }) => agentName === name)]),
    );
  },
  get byRound(): DebateMessage<string>[][] {
    const { messages, roundsCompleted } = debateOf(this);
    return Array.from({ length: roundsCompleted + 1 }, (_, index) =>
      messages.filter(({ round }) => round === index),
    );
  },
  toTranscript({ format = 'text' }: { format?: TranscriptFormat } = {}): string {
    return transcripts[format](debateOf(this));
  },
};

/** The accessors' `this` is the result that has them as its prototype. */
function debateOf(self: object): DebateResults {
  return self as DebateResults;
}

const transcripts: Record<TranscriptFormat, (debate: DebateResults) => string> = {
  text: (debate) =>
    written(debate, {
      round: (title) => `--- ${title} ---`,
      statement: (name, content) => `${name}: ${content}`,
    }),
  markdown: (debate) =>
    written(debate, {
      round: (title) => `## ${title}`,
      statement: (name, content) => `**${name}**\n\n${content}`,
    }),
  json: ({ messages, votes, flips, analysis, conclusion }) =>
    JSON.stringify({ messages, votes, flips, analysis, conclusion }, null, 2),
};

interface Style {
  round: (title: string) => string;
  statement: (name: string, content: string) => string;
}

function written(debate: DebateResults, { round, statement }: Style): string {
  const { byRound, analysis, conclusion } = debate;
  const rounds = byRound.flatMap((messages, index) => [
    round(index === 0 ? 'Initial positions' : `Round ${index}`),
    ...messages.map((message) => statement(message.agentName, withAnswer(message))),
  ]);
  const found = analysis === null ? [] : [round('Analysis'), ...analysisLines(analysis)];
  return [
    ...rounds,
    ...found,
    ...(conclusion === null ? [] : [round('Conclusion'), conclusion]),
  ].join('\n\n');
}

function withAnswer({ content, answer, confidence }: DebateMessage<string>): string {
  if (answer === undefined) return content;
  const sure = confidence === undefined ? '' : `, ${showShare(confidence)} sure`;
  return `${content}\n\n(Answer: ${answer}${sure})`;
}

function analysisLines(analysis: Analysis): string[] {
  return analysisParts.flatMap(([part, title]) => {
    const found = analysis[part].map((each) => `- ${each}`);
    return found.length === 0 ? [] : [[`${title}:`, ...found].join('\n')];
  });
}

export function withAccessors(result: DebateResult<string>): DebateResults {
  return Object.assign(Object.create(accessors) as DebateResults, result);
}
