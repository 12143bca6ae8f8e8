import type { DebateMessage, DebateResult } from '../../core/results.ts';

export type TranscriptFormat = 'text' | 'markdown' | 'json';

/** The result of a debate, with the accessors over its statements. Serialises to the plain result. */
export interface DebateResults extends DebateResult<string> {
  /** What each debater said, in the order of the rounds. */
  readonly byAgent: Record<string, DebateMessage<string>[]>;
  /** What was said in each round; index 0 are the initial positions. */
  readonly byRound: DebateMessage<string>[][];
  /** The statements and the conclusion. Default format `text`. */
  toTranscript(options?: { format?: TranscriptFormat }): string;
}

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
  json: ({ messages, votes, conclusion }) =>
    JSON.stringify({ messages, votes, conclusion }, null, 2),
};

interface Style {
  round: (title: string) => string;
  statement: (name: string, content: string) => string;
}

function written({ byRound, conclusion }: DebateResults, { round, statement }: Style): string {
  const rounds = byRound.flatMap((messages, index) => [
    round(index === 0 ? 'Initial positions' : `Round ${index}`),
    ...messages.map(({ agentName, content }) => statement(agentName, content)),
  ]);
  return [...rounds, ...(conclusion === null ? [] : [round('Conclusion'), conclusion])].join(
    '\n\n',
  );
}

export function withDebateAccessors(result: DebateResult<string>): DebateResults {
  return Object.assign(Object.create(accessors) as DebateResults, result);
}
