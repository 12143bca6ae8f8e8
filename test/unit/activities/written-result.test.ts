import { describe, expect, it } from 'vitest';
import { writtenResult } from '../../../src/activities/tools/written-result.ts';

const circle: Record<string, unknown> = { a: { b: [] } };
(circle['a'] as { b: unknown[] }).b.push(circle);
const shared = { x: 1 };
class Row {
  readonly #secret = 1;
  readonly id: number;
  constructor(id: number) {
    this.id = id;
  }
  size() {
    return this.#secret;
  }
}
class Nothing {
  size() {
    return 0;
  }
}
const deep = Array.from({ length: 100_000 }).reduce<unknown>((inner) => [inner], 1);

describe('what a tool returns is written as it is meant', () => {
  it.each<[string, unknown, string]>([
    ['a text', 'as it is', 'as it is'],
    ['nothing', undefined, 'done'],
    ['null', null, 'null'],
    ['an object', { a: [1, 'b', null, true] }, '{"a":[1,"b",null,true]}'],
    ['a field without a value', { a: undefined, b: [undefined] }, '{"b":[null]}'],
    ['a map', { m: new Map([['a', 1]]) }, '{"m":{"a":1}}'],
    ['a map by other keys', new Map([[1, 'a']]), '[[1,"a"]]'],
    ['a set', new Set([1, new Set(['a'])]), '[1,["a"]]'],
    ['bigints', { a: 12n, b: 12_345_678_901_234_567_890n }, '{"a":12,"b":"12345678901234567890"}'],
    ['a date', { at: new Date(0) }, '{"at":"1970-01-01T00:00:00.000Z"}'],
    ['a date that is none', new Date(Number.NaN), '"Invalid Date"'],
    ['numbers that are none', [Number.NaN, Infinity], '["NaN","Infinity"]'],
    ['an error', { failed: new Error('full') }, '{"failed":"full"}'],
    ['an address', new URL('http://a/b'), '"http://a/b"'],
    ['a pattern', /a/g, '"/a/g"'],
    ['an object of a class', new Row(3), '{"id":3}'],
    ['the same twice', [shared, shared], '[{"x":1},{"x":1}]'],
    ['an object that writes itself', { toJSON: () => new Map([['a', 1]]) }, '{"a":1}'],
    ['an empty object', { a: {}, b: Object.create(null) }, '{"a":{},"b":{}}'],
  ])('%s', (_, value, text) => {
    expect(writtenResult(value)).toEqual({ ok: true, text });
  });
});

describe('what JSON has no word for is told with its place', () => {
  it.each<[string, unknown, string]>([
    ['a circle', circle, 'a.b[0] contains itself'],
    ['a function', () => 1, 'it is a function'],
    ['a function inside', { rows: [{ send: () => 1 }] }, 'rows[0].send is a function'],
    ['a symbol', [Symbol('a')], '[0] is a symbol'],
    ['a promise', { later: Promise.resolve(1) }, 'later is a promise: await it'],
    ['bytes', { pdf: Buffer.from('a') }, 'pdf is bytes: give a text, such as their base64'],
    [
      'a response',
      { res: new Response('x') },
      'res is a Response, of which JSON holds nothing: give what is in it',
    ],
    [
      'a generator',
      (function* () {
        yield 1;
      })(),
      'it is a Generator, of which JSON holds nothing: give what is in it',
    ],
    [
      'an object of a class with nothing in it',
      new Nothing(),
      'it is a Nothing, of which JSON holds nothing: give what is in it',
    ],
    [
      'one that cannot write itself',
      {
        toJSON() {
          throw new Error('closed');
        },
      },
      'closed',
    ],
    ['what is nested too deep', deep, 'it is nested too deep, or too long'],
  ])('%s', (_, value, problem) => {
    expect(writtenResult(value)).toEqual({ ok: false, problem });
  });
});
