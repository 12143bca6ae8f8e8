import { describe, expect, it } from 'vitest';
import { readCursor, writeCursor } from '../../src/core/event-cursor.ts';

describe('a cursor', () => {
  it.each([
    ['0', { seq: 0, only: null, turns: new Map() }],
    [12, { seq: 12, only: null, turns: new Map() }],
    ['12:340', { seq: 12, only: { offset: 340, args: 0 }, turns: new Map() }],
    ['12:0~50', { seq: 12, only: { offset: 0, args: 50 }, turns: new Map() }],
    [
      '12:9.340,11.20~50',
      {
        seq: 12,
        only: null,
        turns: new Map([
          [9, { offset: 340, args: 0 }],
          [11, { offset: 20, args: 50 }],
        ]),
      },
    ],
  ])('%s is read', (written, cursor) => {
    expect(readCursor(written)).toEqual(cursor);
  });

  it.each([
    '',
    'x',
    '-1',
    '1.5',
    '1:',
    '1:x',
    '1:2.',
    '9'.repeat(20),
    '1:2,3',
    '1:2~',
    '1:~2',
    '1:1.2~3~4',
    '1:1.21.2',
  ])("that is '%s' is refused with what to give", (written) => {
    expect(() => readCursor(written)).toThrow(/is no cursor: give/);
  });

  it('is written as short as it can be, and says of several turns how far each was read', () => {
    const [one, other] = [
      { seq: 9, offset: 340 },
      { seq: 11, offset: 0 },
    ];

    expect(writeCursor(12, [])).toBe('12');
    expect(writeCursor(12, [other])).toBe('12');
    expect(writeCursor(12, [one])).toBe('12:340');
    expect(writeCursor(12, [one, other])).toBe('12:9.340');
    expect(writeCursor(12, [{ ...other, args: 50 }])).toBe('12:0~50');
    expect(writeCursor(12, [one, { ...other, offset: 3, args: 50 }])).toBe('12:9.340,11.3~50');
  });

  it('that is refused is so at once, whatever stands in it', () => {
    const begun = performance.now();
    expect(() => readCursor(`1:${'1.11111111111111'.repeat(100)}x`)).toThrow(/is no cursor/);
    expect(performance.now() - begun).toBeLessThan(500);
  });
});
