import { describe, expect, it } from 'vitest';
import { medianOf, type Row, rowOf, show } from '../../bench/report.ts';
import { type Target, targetsTable } from '../../bench/targets.ts';

const figure = (value: number, workerMs = 1) => ({ value, workerMs, serverMs: 1 });

function row(unit: Row['unit'], ours: number, theirs: number): Row {
  const work = { name: 'some work', unit, groups: [1], latencyMs: 0, replyBytes: 1 };
  const rounds = { ours: [figure(ours, 30)], theirs: [figure(theirs, 20)] };
  return rowOf({ ...work, runs: 1, concurrent: 1 }, rounds);
}

const target: Target = {
  case: 'some work',
  contender: 'ours',
  over: 'theirs',
  measure: 'value',
  reach: 1.2,
};
const lastLine = (table: string) => table.split('\n').at(-1);

describe('the figures of the benchmark', () => {
  it('are the middle one of the rounds, or lie between the two in the middle', () => {
    expect(medianOf([9, 1, 5])).toBe(5);
    expect(medianOf([4, 1, 9, 2])).toBe(3);
    expect(medianOf([])).toBeNaN();
  });

  it('have three digits, and say where there is none', () => {
    expect([123.4, 12.34, 1.234].map(show)).toEqual(['123', '12.3', '1.23']);
    expect([undefined, Number.NaN].map(show)).toEqual(['-', '-']);
    expect(show(Number.POSITIVE_INFINITY)).toBe('never');
  });

  it('reach a target of what costs from below, and one of a rate from above', () => {
    expect(lastLine(targetsTable([row('ms', 11, 10)], [target]))).toContain(
      '1.10x | <= 1.20x | yes',
    );
    expect(lastLine(targetsTable([row('ms', 13, 10)], [target]))).toContain(
      '1.30x | <= 1.20x | no',
    );
    const rate = lastLine(targetsTable([row('runs/s', 13, 10)], [target]));
    expect(rate).toContain('1.30x | >= 1.20x | yes');
    const slow = lastLine(targetsTable([row('runs/s', 11, 10)], [target]));
    expect(slow).toContain('1.10x | >= 1.20x | no');
  });

  it('count CPU as a cost whatever the unit of the case', () => {
    const cpu: Target = { ...target, measure: 'workerMs' };
    const line = lastLine(targetsTable([row('runs/s', 10, 10)], [cpu]));
    expect(line).toContain('1.50x | <= 1.20x | no');
  });

  it('leave a target out whose contender did not take part', () => {
    const absent: Target = { ...target, contender: 'nobody' };
    expect(targetsTable([row('ms', 1, 1)], [absent]).split('\n')).toHaveLength(2);
  });
});
