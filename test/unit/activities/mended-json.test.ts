import { describe, expect, it } from 'vitest';
import { mendedJson } from '../../../src/activities/structured-output/mended-json.ts';
import { checkReply } from '../../../src/activities/structured-output/reply-schema.ts';

const schema = {
  type: 'object',
  properties: {
    a: { type: 'integer' },
    list: { type: 'array' },
    why: { type: ['string', 'null'] },
  },
  required: ['a'],
  additionalProperties: false,
};

describe('a structured reply that is not quite JSON', () => {
  it.each([
    ['a comma too many', '{"a": 1, "list": [1, 2,],}', { a: 1, list: [1, 2] }],
    ['comments', '{\n  // the first\n  "a": 1 /* of all */\n}', { a: 1 }],
    ['single quotes', "{'a': 1, 'why': 'it is short'}", { a: 1, why: 'it is short' }],
    ['words of Python', "{'a': 1, 'why': None}", { a: 1, why: null }],
    ['names without quotes', '{a: 1, why: "so"}', { a: 1, why: 'so' }],
    ['words and a fence around it', 'Here:\n```json\n{"a": 1,}\n```\nDone.', { a: 1 }],
    ['a missing comma', '{"a": 1 "why": "so"}', { a: 1, why: 'so' }],
  ])('with %s is what it means', async (_, reply, meant) => {
    const checked = await checkReply(reply, schema, 'Critic');

    expect(checked).toEqual({ ok: true, json: JSON.stringify(meant) });
  });

  it.each([
    ['is cut', '{"a": 1, "why": "because'],
    ['is cut behind something that is closed', '{"a": 1, "list": [{"b": 2}'],
    ['is cut in a list', '{"a": 1, "list": [1, 2}'],
    ['fits no schema when it is mended', "{'a': 'one'}"],
    ['has no JSON in it', 'I cannot say {really}.'],
  ])('that %s goes back to its model', async (_, reply) => {
    expect(await checkReply(reply, schema, 'Critic')).toMatchObject({ ok: false });
  });

  it('that is JSON already is as it was written', async () => {
    expect(await checkReply('{"a":   1}', schema, 'Critic')).toEqual({
      ok: true,
      json: '{"a":   1}',
    });
  });

  it.each([
    ['['.repeat(2_499), ']'.repeat(2_499)],
    [`{${'"a'.repeat(2_490)}`, '}'],
    [`{${"'".repeat(2_400)}`, '}'],
    [`{${'/*'.repeat(2_400)}`, '}'],
    ['{'.repeat(100_000), '}'.repeat(100_000)],
  ])('takes little time, whatever is in it', (before, after) => {
    const start = process.cpuUsage();

    mendedJson(before + after);

    expect(process.cpuUsage(start).user / 1_000).toBeLessThan(500); // a tenth of it, alone: what grows with the square takes minutes
  });
});
