import { describe, expect, it } from 'vitest';
import { JsonFieldReader } from '../../../../src/activities/live-text/json-field-reader.ts';
import { randomFrom } from '../../../fuzz/support/random.ts';
import { cutAnywhere, heard } from './listener.ts';

const output = {
  type: 'object',
  properties: { vote: { type: 'string', enum: ['A', 'B'] }, statement: { type: 'string' } },
  required: ['vote', 'statement'],
};

const read = (pieces: readonly string[], field = 'statement') => {
  const reader = new JsonFieldReader(field);
  return pieces.map((piece) => reader.read(piece)).join('');
};

describe('the text field of JSON that comes in pieces', () => {
  it.each([
    ['behind other fields', '{"vote":"A","n":1.5e3,"is":true,"statement":"Yes"}', 'Yes'],
    ['behind nested ones with its name', '{"a":{"statement":["}\\""]},"statement":"Yes"}', 'Yes'],
    ['in a fence', '```json\n{ "statement" : "Yes" }\n```', 'Yes'],
    ['behind words with braces', 'The {set} {} {{ of: {"statement":"Yes"}', 'Yes'],
    ['behind an object without it', '{"a":1} and {"statement":"Yes"}', 'Yes'],
    ['in a list', '[{"statement":"Yes"}]', 'Yes'],
    ['with its name escaped', '{"st\\u0061tement":"Yes"}', 'Yes'],
    ['with escapes', '{"statement":"\\u00e4\\n\\"\\\\\\/ \\ud83d\\ude00"}', 'ä\n"\\/ 😀'],
    ['that is broken off', '{"statement":"Ye', 'Ye'],
    ['up to an escape that is none', '{"statement":"Ye\\x"}', 'Ye'],
    ['with a line break that JSON has not', '{"statement":"Ye\ns"}', 'Ye\ns'],
    ['which is no text', '{"statement":{"statement":"x"}}', ''],
    ['which stands in JSON that is quoted', '"{\\"statement\\":\\"Yes\\"}"', ''],
    ['which is not there', '{"vote":"A"}', ''],
  ])('is read %s, however it is cut', (_, json, expected) => {
    expect(read([json])).toBe(expected);
    for (let seed = 0; seed < 30; seed += 1)
      expect(read(cutAnywhere(json, randomFrom(seed)))).toBe(expected);
  });

  it('is what a parser reads, of any text and in any pieces', () => {
    const parts = ['"', '\\', '\n', '\u0001', 'ä', '漢', '😀', '\ud800', '}', '{', '":"', 'word '];
    for (let seed = 0; seed < 2_000; seed += 1) {
      const random = randomFrom(seed);
      const said = () =>
        Array.from({ length: random.below(20) }, () => random.oneOf(parts)).join('');
      const value = { [said()]: [said(), { [said()]: 1 }], statement: said(), z: said() };
      const json = JSON.stringify(value, null, random.oneOf([0, 2]));
      expect(read(cutAnywhere(json, random)), `${seed}`).toBe(value.statement);
    }
  });
});

describe('a structured reply, as it is heard', () => {
  it('is its text field, before its end', () => {
    const { listener } = heard(['{"vote":"A","state', 'ment":"We', ' all agr'], { output });

    expect(listener.pieces).toEqual(['We', ' all agr']);
  });

  it('ends with what is stored of it', () => {
    const { listener, live } = heard(['{"statement":"We'], { output });
    live.end('{"vote":"A","statement":"We all"}');

    expect(listener).toMatchObject({ said: 'We all', restarts: [] });
  });

  it('begins again where another text was meant', () => {
    const { listener, live } = heard(['{"statement":"No"} Or: {"statement":"Yes"}'], { output });
    live.end('{"vote":"A","statement":"Yes"}');

    expect(listener.said).toBe('Yes');
    expect(listener.restarts).toEqual(['the reply reads otherwise as a whole']);
  });

  it('is silent until its end where it is words in place of JSON', () => {
    const { listener, live } = heard(['I ', 'cannot.'], { output });
    expect(listener.said).toBe('');
    live.end('I cannot.');

    expect(listener.said).toBe('I cannot.');
  });

  it('is silent where it has no text', () => {
    const numbers = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] };
    const { listener, live } = heard(['{"n":1}'], { output: numbers });
    live.end('{"n":1}');

    expect(listener.said).toBe('');
  });

  it('is read behind what a model thinks', () => {
    const thought = '<think>{"statement":"Hm"}</think>{"statement":"Yes!"';
    for (let seed = 0; seed < 50; seed += 1) {
      const { listener } = heard(cutAnywhere(thought, randomFrom(seed)), { output });
      expect(listener).toMatchObject({ said: 'Yes!', restarts: [] });
    }
  });
});
