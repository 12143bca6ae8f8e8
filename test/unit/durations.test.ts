import { describe, expect, it } from 'vitest';
import { readDuration, showMs, toMs } from '../../src/core/durations.ts';

describe('a duration', () => {
  it.each([
    ['500ms', 500],
    ['90s', 90_000],
    ['2m', 120_000],
    ['1.5h', 5_400_000],
    ['1d', 86_400_000],
    [1_500, 1_500],
  ])('%s has %i milliseconds', (value, ms) => {
    expect(toMs(value)).toBe(ms);
  });

  it.each(['', '12', 'soon', '-1s', '1 hour', '0s', '400d', -5, 0, Number.NaN])(
    'is not %s',
    (value) => {
      expect(readDuration(value)).toHaveProperty('problem');
    },
  );

  it('under 1000 without a unit is taken for seconds, and refused with what to write', () => {
    expect(readDuration(60)).toEqual({ problem: expect.stringContaining("write '60s'") });
  });

  it('is shown to people in a unit they can read', () => {
    expect([12, 1_234, 200_000].map(showMs)).toEqual(['12 ms', '1.2 s', '3 min 20 s']);
    const hour = 3_600_000;
    expect([59_700, 119_600, hour, 26.4 * hour, 3_599_600].map(showMs)).toEqual([
      '1 min 0 s',
      '2 min 0 s',
      '1 h 0 min',
      '1 d 2 h',
      '1 h 0 min',
    ]);
  });
});
