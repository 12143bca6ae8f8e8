import type { Answered } from './answers.ts';
import { type Estimate, type Paired, pairedWith, shareOf } from './statistics.ts';

/** What a contender has come to; calls, tokens and seconds are means of a question. */
export interface Figures {
  contender: string;
  right: Estimate;
  calls: number;
  inputTokens: number;
  outputTokens: number;
  /** Model seconds from the question to the answer; `null`: not known. */
  waited: number | null;
  /** Model seconds of all calls together. */
  worked: number;
  /** Beside the yardstick; `null`: it was not asked, or is this one. */
  paired: Paired | null;
  /** Questions without an answer, and what was said of the first of them that failed. */
  unanswered: number;
  error: string | null;
  /** A letter for each question, in order; `-`: none. */
  answers: string;
}

/** @param yardstick what it is compared with: the answers of another contender to the same questions */
export function figuresOf(
  contender: string,
  answered: readonly Answered[],
  yardstick: readonly Answered[] | null,
): Figures {
  const right = answered.map((each) => each.right);
  const mean = (of: (each: Answered) => number) =>
    answered.reduce((sum, each) => sum + of(each), 0) / answered.length;
  const isTimed = answered.every(({ waited }) => waited !== null);
  return {
    contender,
    right: shareOf(right.filter(Boolean).length, right.length),
    calls: mean(({ calls }) => calls),
    inputTokens: mean(({ inputTokens }) => inputTokens),
    outputTokens: mean(({ outputTokens }) => outputTokens),
    waited: isTimed ? mean(({ waited }) => waited ?? 0) : null,
    worked: mean(({ worked }) => worked),
    paired:
      yardstick &&
      pairedWith(
        right,
        yardstick.map((each) => each.right),
      ),
    unanswered: answered.filter(({ answer }) => answer === null).length,
    error: answered.find(({ error }) => error !== null)?.error ?? null,
    answers: answered.map(({ answer }) => answer ?? '-').join(''),
  };
}
