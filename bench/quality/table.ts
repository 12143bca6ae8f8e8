import { markdownTable, show } from '../report.ts';
import type { Figures } from './figures.ts';
import type { Estimate } from './statistics.ts';

const head = [
  'contender',
  'right, %',
  'calls',
  'tokens, in + out',
  'model s, waited',
  'model s, in all',
  'over the vote, points',
  'only it : only the vote',
  'p',
];

/** A line a contender. */
export function qualityTable(figures: readonly Figures[]): string {
  return markdownTable(head, figures.map(lineOf), 1);
}

function lineOf(each: Figures): string[] {
  const { paired } = each;
  return [
    each.contender,
    inPercent(each.right),
    each.calls.toFixed(1),
    `${each.inputTokens.toFixed(0)} + ${each.outputTokens.toFixed(0)}`,
    show(each.waited ?? undefined),
    show(each.worked),
    paired === null ? '-' : inPercent(paired.difference),
    paired === null ? '-' : `${paired.better} : ${paired.worse}`,
    paired === null ? '-' : chanceIn(paired.p),
  ];
}

const chanceIn = (p: number): string => (p < 0.001 ? '< 0.001' : p.toFixed(3));

function inPercent({ value, low, high }: Estimate): string {
  const [middle, from, to] = [value, low, high].map((each) => (each * 100).toFixed(1));
  return `${middle} (${from} to ${to})`;
}

/** What is to be said of runs without an answer; nothing where there are none. */
export function unansweredIn(figures: readonly Figures[]): string[] {
  return figures
    .filter(({ unanswered }) => unanswered > 0)
    .map(({ contender, unanswered, error }) => {
      const why = error === null ? '' : ` (${error})`;
      return `${contender} left ${unanswered} questions without an answer${why}; they count as wrong.`;
    });
}
