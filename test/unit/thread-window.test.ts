import { describe, expect, it } from 'vitest';
import { beginningOf, type Measured } from '../../src/core/thread-window.ts';

/** Messages of 10 tokens from `first` to `last`, users at odd numbers. */
function messages(first: number, last: number): Measured[] {
  return Array.from({ length: last - first + 1 }, (_, index) => ({
    sequence: first + index,
    role: (first + index) % 2 === 1 ? 'user' : 'assistant',
    tokens: 10,
  }));
}

const cut = (upTo: number, tokens = 5) => ({ upTo, tokens });

describe('the beginning of a prompt', () => {
  it('is that of the thread as long as all of it fits, and without a thread too', () => {
    const fits = { budget: 100, recent: messages(1, 10), whole: true, cuts: [cut(4)] };
    expect(beginningOf(fits)).toBe(1);
    expect(beginningOf({ budget: 100, recent: [], whole: true, cuts: [] })).toBe(1);
  });

  it('leaves half of the budget free when something has to go', () => {
    const question = { budget: 100, recent: messages(1, 11), whole: true, cuts: [] };
    expect(beginningOf(question)).toBe(7);
  });

  it('is a question, not an answer whose question is left out', () => {
    const question = { budget: 100, recent: messages(1, 12), whole: true, cuts: [] };
    expect(beginningOf(question)).toBe(9);
  });

  it('stays where it was until what follows is over the budget, then moves', () => {
    const begins: number[] = [];
    const cuts: { upTo: number; tokens: number }[] = [];
    for (let last = 2; last <= 40; last += 2) {
      const recent = messages(1, last);
      const from = beginningOf({ budget: 100, recent, whole: true, cuts });
      if (from > 1 && cuts.at(-1)?.upTo !== from - 1) cuts.push(cut(from - 1));
      begins.push(from);
      expect((last - from + 1) * 10).toBeLessThanOrEqual(100);
    }
    const moves = begins.filter((from, index) => from !== begins[index - 1]);
    expect(moves).toEqual([1, 9, 15, 21, 27, 33]);
  });

  it('is the earliest known place from which everything fits, with what stands in for the rest', () => {
    const recent = messages(1, 20);
    const cuts = [cut(2), cut(10, 5), cut(12, 5), cut(16)];
    expect(beginningOf({ budget: 100, recent, whole: true, cuts })).toBe(13);
    expect(beginningOf({ budget: 105, recent, whole: true, cuts })).toBe(11);
  });

  it('is no place before the messages that were read', () => {
    const question = { budget: 100, recent: messages(90, 101), whole: false, cuts: [cut(10)] };
    expect(beginningOf(question)).toBe(97);
  });

  it('comes after a last message that is over the budget by itself', () => {
    const [first, second] = messages(1, 2) as [Measured, Measured];
    const huge = { ...second, tokens: 500 };
    expect(beginningOf({ budget: 100, recent: [first, huge], whole: true, cuts: [] })).toBe(3);
    const large = { ...second, tokens: 70 };
    const recent = [{ ...first, tokens: 70 }, large];
    expect(beginningOf({ budget: 100, recent, whole: true, cuts: [] })).toBe(2);
  });
});
