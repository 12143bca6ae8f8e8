import { describe, expect, it } from 'vitest';
import { readCursor, writeCursor } from '../../src/core/event-cursor.ts';

describe('a cursor', () => {
  it.each([
    ['0', { seq: 0, offset: null, texts: new Map() }],
    [12, { seq: 12, offset: null, texts: new Map() }],
    ['12:340', { seq: 12, offset: 340, texts: new Map() }],
    [
      '12:9.340,11.20',
      {
        seq: 12,
        offset: null,
        texts: new Map([
          [9, 340],
          [11, 20],
        ]),
      },
    ],
  ])('%s is read', (written, cursor) => {
    expect(readCursor(written)).toEqual(cursor);
  });

  it.each(['', 'x', '-1', '1.5', '1:', '1:x', '1:2.', '9'.repeat(20), '1:2,3'])(
    "that is '%s' is refused with what to give",
    (written) => {
      expect(() => readCursor(written)).toThrow(/is no cursor: give/);
    },
  );

  it('is written as short as it can be, and says of several turns how far each was read', () => {
    const [one, other] = [
      { seq: 9, offset: 340 },
      { seq: 11, offset: 0 },
    ];

    expect(writeCursor(12, [])).toBe('12');
    expect(writeCursor(12, [other])).toBe('12');
    expect(writeCursor(12, [one])).toBe('12:340');
    expect(writeCursor(12, [one, other])).toBe('12:9.340');
    expect(readCursor(writeCursor(12, [one, { ...other, offset: 3 }])).texts).toEqual(
      new Map([
        [9, 340],
        [11, 3],
      ]),
    );
  });
});
