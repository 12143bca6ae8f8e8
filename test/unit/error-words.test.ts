import { describe, expect, it } from 'vitest';
import { messageOf } from '../../src/core/error-words.ts';
import { beginningOf, endOf, wellFormed, wellFormedJson } from '../../src/core/unicode.ts';

const circle: Record<string, unknown> = {};
circle['self'] = circle;
const behindItself = new Error('again');
behindItself.cause = behindItself;
class Refused {
  readonly status = 409;
}
const withGetter = Object.defineProperty(new Error(''), 'message', {
  get() {
    throw new Error('no');
  },
});

describe('what was thrown is said in words', () => {
  it.each<[string, unknown, string]>([
    ['an error', new Error('disk full'), 'disk full'],
    ['a text', 'no such row', 'no such row'],
    ['an empty text', ' ', 'it threw an empty text'],
    ['undefined', undefined, 'it threw undefined'],
    ['null', null, 'it threw null'],
    ['a number', 42, 'it threw 42'],
    ['a symbol', Symbol('x'), 'it threw Symbol(x)'],
    ['a bigint', 1n, 'it threw 1'],
    ['an object with a message', { code: 'E42', message: 'row not found' }, 'row not found'],
    ['an object without', { status: 404 }, '{"status":404}'],
    ['an object of a class', new Refused(), '{"status":409}'],
    ['an object without a prototype', Object.create(null), 'it threw an object without a message'],
    ['a circle', circle, 'it threw a Object without a message'],
    ['an error without a message', new TypeError(''), 'TypeError without a message'],
    ['an error whose message throws', withGetter, 'Error without a message'],
    ['a function', () => 1, 'it threw a Function without a message'],
    [
      'a cause',
      new Error('fetch failed', { cause: new Error('connect ECONNREFUSED 127.0.0.1:9') }),
      'fetch failed (connect ECONNREFUSED 127.0.0.1:9)',
    ],
    ['a cause that is a text', new Error('a', { cause: 'b' }), 'a (b)'],
    ['a cause that is told already', new Error('a: b', { cause: new Error('b') }), 'a: b'],
    [
      'causes of causes',
      new Error('a', { cause: new Error('b', { cause: { message: 'c' } }) }),
      'a (b (c))',
    ],
    ['an error that caused itself', behindItself, 'again'],
    [
      'several errors',
      new AggregateError([new Error('one down'), 'two down'], 'All promises were rejected'),
      'All promises were rejected (one down; two down)',
    ],
    [
      'several without a message of their own',
      new AggregateError([new Error('one'), new Error('one')]),
      'one',
    ],
    [
      'many errors',
      new AggregateError(
        Array.from({ length: 9 }, (_, n) => new Error(`e${n}`)),
        'all',
      ),
      'all (e0; e1; e2; e3; e4; and 4 more)',
    ],
  ])('%s', (_, thrown, words) => {
    expect(messageOf(thrown)).toBe(words);
  });

  it('is never longer than 4,000 characters, and ends with a whole one', () => {
    const said = messageOf(new Error(`a${'😀'.repeat(5_000)}`));
    expect(said.length).toBeLessThanOrEqual(4_000);
    expect(said.isWellFormed()).toBe(true);
    const deep = Array.from({ length: 1_000 }).reduce<Error>(
      (cause, _, n) => new Error(`e${n}`, { cause }),
      new Error('root'),
    );
    expect(messageOf(deep).length).toBeLessThan(200);
  });
});

describe('texts are cut between characters', () => {
  it.each([
    ['abc', 2, 'ab', 'bc'],
    ['a😀b', 2, 'a', 'b'],
    ['a😀b', 3, 'a😀', '😀b'],
    ['😀', 1, '', ''],
    ['ab', 5, 'ab', 'ab'],
  ])('%s to %i', (text, atMost, beginning, end) => {
    expect(beginningOf(text, atMost)).toBe(beginning);
    expect(endOf(text, atMost)).toBe(end);
  });

  it('mends half pairs, in JSON values too', () => {
    expect(wellFormed('cut \ud83d')).toBe('cut \ufffd');
    expect(wellFormedJson({ 'k\ude00': ['a\ud83d', '😀', 1, null] })).toEqual({
      'k\ufffd': ['a\ufffd', '😀', 1, null],
    });
    const whole = { a: '😀' };
    expect(wellFormedJson(whole)).toBe(whole);
  });
});
