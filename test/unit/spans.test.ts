import { describe, expect, it } from 'vitest';
import { include, joined, lengthOf, type Span, without } from '../../src/core/spans.ts';

/** The milliseconds that spans hold, one by one. */
const within = (spans: readonly Span[]) =>
  Array.from({ length: 40 }, (_, at) => at).filter((at) =>
    spans.some(([from, to]) => from <= at && at < to),
  );

const random = (count: number): Span[] =>
  Array.from({ length: count }, () => {
    const from = Math.floor(Math.random() * 36);
    return [from, from + Math.floor(Math.random() * 5)];
  });

describe('spans of time', () => {
  it('are joined where they overlap or touch, in order, without empty ones', () => {
    const spans: Span[] = [
      [8, 9],
      [1, 3],
      [3, 4],
      [2, 2],
      [6, 6],
      [0, 2],
    ];
    expect(joined(spans)).toEqual([
      [0, 4],
      [8, 9],
    ]);
  });

  it('hold what either of them holds, and without others what only they hold', () => {
    for (let round = 0; round < 500; round += 1) {
      const [some, others] = [random(6), random(6)];
      const both = joined([...some, ...others]);
      expect(within(both)).toEqual(within([...some, ...others]));
      const only = without(joined(some), joined(others));
      const wanted = within(some).filter((at) => !within(others).includes(at));
      expect(within(only)).toEqual(wanted);
      expect(lengthOf(only)).toBe(wanted.length);
      expect(joined(only)).toEqual(only);
    }
  });

  it('take one more wherever it lies', () => {
    const spans: Span[] = [];
    for (const span of [
      [10, 20],
      [30, 40],
      [0, 5],
      [5, 6],
      [19, 30],
    ] as const)
      include(spans, span);
    expect(spans).toEqual([
      [0, 6],
      [10, 40],
    ]);
  });
});
