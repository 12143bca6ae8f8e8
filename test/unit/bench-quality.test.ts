import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answersOf } from '../../bench/quality/answers.ts';
import { contenders, contendersOf } from '../../bench/quality/contenders.ts';
import { figuresOf } from '../../bench/quality/figures.ts';
import { openMemoryRunner } from '../../bench/quality/memory-runner.ts';
import { type Population, startPopulation } from '../../bench/quality/population/population.ts';
import { questionText } from '../../bench/quality/population/questions.ts';
import type { Runner } from '../../bench/quality/runner.ts';
import { pairedWith, shareOf } from '../../bench/quality/statistics.ts';
import { VirtualClock } from '../../bench/quality/virtual-clock.ts';

const names = contenders.map(({ name }) => name);
const asking = { questions: 3, seed: 'a test', bias: 0, open: openMemoryRunner };

describe('the benchmark of answers', () => {
  let population: Population;
  let runner: Runner;
  beforeAll(async () => {
    population = await startPopulation({ seed: 'a test', bias: 0 });
    runner = await openMemoryRunner(population.baseURL);
  });
  afterAll(async () => {
    await runner.close();
    await population.close();
  });

  it.each(names)("counts the calls that %s makes, everybody's", async (name) => {
    const number = 1 + names.indexOf(name);
    const [contender] = contendersOf([name]);
    if (contender === undefined) throw new Error(`no contender ${name}`);
    const { result } = await runner.run(contender.step, questionText(number), `q${number}`);
    expect(result).toMatchObject({ success: true, error: null });
    expect(contender.answerOf(result)).toMatch(/^[A-D]$/);
    expect(population.calls.get(String(number))).toBe(result.usage.calls);
  });

  it.each(names)('gives the same figures of %s again', async (name) => {
    const [contender] = contendersOf([name]);
    if (contender === undefined) throw new Error(`no contender ${name}`);
    const [once, again] = [await answersOf(contender, asking), await answersOf(contender, asking)];
    expect(again).toEqual(once);
    expect(once.every(({ calls, waited }) => calls > 0 && waited !== null && waited > 0)).toBe(
      true,
    );
  });

  it('asks the single agent once, and five for a vote, which waits no longer than for the slowest', async () => {
    const [single, vote] = contendersOf(['single', 'vote']);
    if (single === undefined || vote === undefined) throw new Error('no contenders');
    const one = figuresOf('single', await answersOf(single, asking), null);
    const five = figuresOf('vote', await answersOf(vote, asking), null);
    expect([one.calls, five.calls]).toEqual([1, 5]);
    expect(five.worked).toBeCloseTo(5 * one.worked, 3);
    expect(five.waited).toBeCloseTo(one.worked, 3);
  });

  it('refuses the name of a contender that there is none of', () => {
    expect(() => contendersOf(['vote', 'voet'])).toThrow(/no 'voet'; there are single, vote/);
  });
});

describe('the clock of the benchmark', () => {
  it('adds up what comes one after the other, and not what goes on at once', async () => {
    const clock = new VirtualClock();
    const call = (seconds: number) =>
      clock.take(
        () => nextTurn(),
        () => seconds,
      );
    await Promise.all([call(3), call(1).then(() => call(4)), call(2)]);
    expect(clock.now).toBe(5);
    await call(1);
    expect(clock.now).toBe(6);
  });

  it('stands still while something else is done', async () => {
    const clock = new VirtualClock();
    const ends: string[] = [];
    const call = clock
      .take(
        () => Promise.resolve(),
        () => 1,
      )
      .then(() => ends.push('the call'));
    const other = clock.hold(async () => {
      for (let turn = 0; turn < 20; turn += 1) await nextTurn();
      ends.push('the other');
    });
    await Promise.all([call, other]);
    expect(ends).toEqual(['the other', 'the call']);
    expect(clock.now).toBe(1);
  });

  it('goes on after what fails', async () => {
    const clock = new VirtualClock();
    const call = clock.take(
      () => Promise.resolve(),
      () => 2,
    );
    const failing = clock.take(
      () => Promise.reject(new Error('no')),
      () => 9,
    );
    await expect(failing).rejects.toThrow('no');
    await call;
    expect(clock.now).toBe(2);
  });
});

describe('the statistics of the benchmark', () => {
  it("has Wilson's interval of a share, which stays within 0 and 1", () => {
    const { value, low, high } = shareOf(83, 100);
    expect([value, low, high].map((each) => each.toFixed(3))).toEqual(['0.830', '0.745', '0.891']);
    expect(shareOf(5, 5).high).toBeLessThanOrEqual(1);
    expect(shareOf(0, 5).low).toBeGreaterThanOrEqual(0);
  });

  it('compares two question by question', () => {
    const one = [true, true, true, true, false, true];
    const other = [true, false, false, true, true, false];
    const { difference, better, worse, p } = pairedWith(one, other);
    expect([better, worse]).toEqual([3, 1]);
    expect(difference.value).toBeCloseTo(2 / 6);
    expect(difference.low).toBeLessThan(0);
    expect(p).toBeCloseTo(10 / 16); // twice (1 + 4) of 16
  });

  it("has the exact p of McNemar's test", () => {
    const rights = (first: number, second: number) => [
      ...Array.from({ length: first }, () => true),
      ...Array.from({ length: second }, () => false),
    ];
    const one = rights(10, 2);
    expect(
      pairedWith(
        one,
        one.map((right) => !right),
      ).p,
    ).toBeCloseTo((2 * (1 + 12 + 66)) / 4096);
    expect(pairedWith(one, one).p).toBe(1);
  });
});
