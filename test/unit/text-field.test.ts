import { describe, expect, it } from 'vitest';
import { finalText, textFieldOf } from '../../src/core/text-field.ts';

const text = { type: 'string' };
const object = (properties: object, required = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
});

describe('the text field of a schema', () => {
  it.each<[string, Record<string, unknown>, string | null]>([
    ['a usual name, wherever it stands', object({ vote: text, statement: text }), 'statement'],
    ['the likeliest of two usual names', object({ reply: text, answer: text }), 'answer'],
    ['a usual name that is not required', object({ vote: text, text }, ['vote']), 'text'],
    ['a usual name that may be null', object({ text: { type: ['string', 'null'] } }), 'text'],
    ['no usual name with an enum', object({ answer: { ...text, enum: ['a'] }, why: text }), 'why'],
    ['no usual name that is a number', object({ answer: { type: 'number' }, why: text }), 'why'],
    ['the first required text else', object({ n: { type: 'number' }, b: text, a: text }), 'b'],
    ['no text that may be left out', object({ why: text }, []), null],
    ['no date', object({ day: { ...text, format: 'date' }, why: text }), 'why'],
    ['no constant', object({ kind: { ...text, const: 'x' } }), null],
    ['none of a list', { type: 'array', items: text }, null],
    ['none of properties that are none', { properties: null, required: 'all' }, null],
    ['none by a name that every object has', object({}, ['constructor']), null],
  ])('is %s', (_, schema, field) => {
    expect(textFieldOf(schema)).toBe(field);
  });
});

describe('the text of a stored reply', () => {
  const schema = object({ statement: text, vote: text });

  it.each([
    ['its field', '{"vote":"A","statement":"We \\u00e4ll\\n"}', 'We äll\n'],
    ['its field, as it can be stored', '{"statement":"a\\ud83d\\u0000b"}', 'a\ufffd\ufffdb'],
    ['all of it where the field is missing', '{"vote":"A"}', '{"vote":"A"}'],
    ['all of it where it is not JSON', 'Let me look that up.', 'Let me look that up.'],
    ['all of it where it is a list', '["statement"]', '["statement"]'],
  ])('is %s', (_, reply, expected) => {
    expect(finalText(reply, schema)).toBe(expected);
  });

  it('is all of it without a schema', () => {
    expect(finalText('{"statement":"We"}', null)).toBe('{"statement":"We"}');
  });
});
