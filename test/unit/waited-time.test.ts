import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Deadline } from '../../src/core/run-input.ts';
import { WaitedTime } from '../../src/workflows/runtime/waited-time.ts';

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

const at = (ms: number) => vi.setSystemTime(ms);
const until = (ms: number): Deadline => ({ at: ms, timeoutMs: ms, setBy: 'P', name: 'P' });

/** A workflow with a deadline around everything in it. */
function world() {
  const deadline = until(2_000);
  const waited = new WaitedTime();
  const scope = { around: [deadline] };
  return {
    deadline,
    waited,
    scope,
    person: () => waited.begin(scope, true),
    work: () => waited.begin(scope),
  };
}

describe('time in which a workflow only waits for people', () => {
  it('is not charged', () => {
    const { deadline, waited, person, work } = world();
    const call = work();
    at(500);
    call.end();
    const ada = person();
    at(3_500);
    ada.end();
    expect(deadline.at).toBe(5_000);
    expect(waited.spans()).toEqual([[500, 3_500]]);
  });

  it('is counted once where people are waited for side by side, and as soon as one has answered', () => {
    const { deadline, waited, person } = world();
    const ada = person();
    at(1_000);
    const ben = person();
    at(3_000);
    ada.end();
    expect(deadline.at).toBe(5_000);
    at(4_000);
    ben.end();
    expect(deadline.at).toBe(6_000);
    expect(waited.spans()).toEqual([[0, 4_000]]);
  });

  it('is charged as long as a sibling is at work', () => {
    const { deadline, person, work } = world();
    const ada = person();
    at(1_000);
    const call = work();
    at(2_500);
    call.end();
    at(3_000);
    ada.end();
    expect(deadline.at).toBe(2_000 + 1_500);
  });

  it('is charged as long as it is not known what a sibling does: a run inside tells it at its end', () => {
    const { deadline, waited, person, work } = world();
    const ada = person();
    const run = work();
    at(3_000);
    ada.end();
    expect(deadline.at).toBe(2_000);
    at(4_000);
    run.end([[500, 3_800]]);
    expect(deadline.at).toBe(5_300);
    expect(waited.spans()).toEqual([[500, 3_800]]);
  });

  it('is what of it a run inside may tell: in its own time, in whatever order', () => {
    const { waited, work } = world();
    at(100);
    const run = work();
    at(200);
    run.end([
      [180, 900],
      [0, 120],
      [110, 130],
    ]);
    expect(waited.spans()).toEqual([
      [100, 130],
      [180, 200],
    ]);
  });

  it('moves each deadline by what lay under it', () => {
    const { deadline: outer, waited, scope } = world();
    const inner = until(1_000);
    const call = waited.begin(scope);
    const ada = waited.begin({ around: [outer, inner] }, true);
    at(700);
    call.end();
    at(1_500);
    ada.end();
    expect(inner.at).toBe(2_500);
    expect(outer.at).toBe(2_800);
    const ben = waited.begin(scope, true);
    at(2_000);
    ben.end();
    expect([inner.at, outer.at]).toEqual([2_500, 3_300]);
  });

  it('is told on where the run continues as a new one', () => {
    const waited = new WaitedTime([[10, 20]]);
    at(50);
    const ada = waited.begin({ around: [] }, true);
    at(60);
    ada.end();
    expect(waited.spans()).toEqual([
      [10, 20],
      [50, 60],
    ]);
  });

  it('is told in 200 spans at most, the longest', () => {
    const { waited, person } = world();
    for (let index = 0; index < 300; index += 1) {
      at(index * 1_000);
      const one = person();
      at(index * 1_000 + 1 + index);
      one.end();
    }
    const spans = waited.spans();
    expect(spans).toHaveLength(200);
    expect(spans[0]).toEqual([100_000, 100_101]);
  });
});

describe('thousands of parts', () => {
  const many = 10_000;
  /** Work that grows with the square of them takes minutes. */
  const limitMs = 5_000;
  const msOf = (work: () => void) => {
    const from = performance.now();
    work();
    return performance.now() - from;
  };

  it('side by side cost little', () => {
    const { deadline, person, work } = world();
    const ms = msOf(() => {
      const parts = Array.from({ length: many }, (_, index) => (index % 2 ? person() : work()));
      parts.forEach((part, index) => {
        at(index);
        part.end();
      });
    });
    expect(deadline.at).toBe(2_001); // the last to answer waited alone for 1 ms
    expect(ms).toBeLessThan(limitMs);
  });

  it('one after another beside somebody who has not answered cost little', () => {
    const { deadline, person, work } = world();
    const ada = person();
    const ms = msOf(() => {
      for (let index = 0; index < many; index += 1) {
        at(index * 2);
        const call = work();
        at(index * 2 + 1);
        call.end();
      }
      ada.end();
    });
    expect(deadline.at).toBe(2_000 + many - 1);
    expect(ms).toBeLessThan(limitMs);
  });

  it('one after another cost little', () => {
    const { deadline, person } = world();
    const ms = msOf(() => {
      for (let index = 0; index < many; index += 1) {
        at(index * 2);
        const one = person();
        at(index * 2 + 1);
        one.end();
      }
    });
    expect(deadline.at).toBe(2_000 + many);
    expect(ms).toBeLessThan(limitMs);
  });
});
