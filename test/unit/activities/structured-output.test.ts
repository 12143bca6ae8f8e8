import { describe, expect, it } from 'vitest';
import { nativeSchema } from '../../../src/activities/structured-output/native-schema.ts';
import { checkReply } from '../../../src/activities/structured-output/reply-schema.ts';

const closed = (properties: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
  ...more,
});

describe('a schema that a provider enforces itself', () => {
  it('keeps its structure, and says limits in words', () => {
    const schema = closed({
      worker: { enum: ['a', 'b'], description: 'who' },
      tasks: { type: 'array', minItems: 1, items: closed({ n: { type: 'integer', minimum: 1 } }) },
      note: { anyOf: [{ type: 'string' }, { type: 'null' }] },
    });

    expect(nativeSchema({ $schema: 'x', ...schema }, 'messages')).toEqual(
      closed({
        worker: { enum: ['a', 'b'], description: 'who' },
        tasks: {
          type: 'array',
          description: 'minItems: 1',
          items: closed({ n: { type: 'integer', description: 'minimum: 1' } }),
        },
        note: { anyOf: [{ type: 'string' }, { type: 'null' }] },
      }),
    );
  });

  it.each([
    ['an open object', { type: 'object', properties: {}, required: [] }],
    ['an optional property', { ...closed({ a: { type: 'string' } }), required: [] }],
    ['a record', { type: 'object', additionalProperties: { type: 'string' } }],
    ['a root that is no object', { type: 'array', items: { type: 'string' } }],
    ['an open object inside', closed({ a: { type: 'array', items: { type: 'object' } } })],
    ['an array of anything', closed({ a: { type: 'array' } })],
    ['a property of any type', closed({ a: {} })],
    ['a combination', closed({ a: { oneOf: [{ type: 'string' }] } })],
    ['a condition', closed({ a: { type: 'string' } }, { if: {}, else: {} })],
  ])('is not one with %s', (_, schema) => {
    expect(nativeSchema(schema, 'responses')).toBeNull();
  });

  it('may refer to itself at OpenAI only', () => {
    const schema = closed(
      { tree: { $ref: '#/$defs/node' } },
      { $defs: { node: closed({ name: { type: 'string' } }) } },
    );

    expect(nativeSchema(schema, 'responses')).toEqual(schema);
    expect(nativeSchema(schema, 'messages')).toBeNull();
  });
});

const schema = closed({
  answer: { type: 'string' },
  marks: { type: 'array', items: { type: 'integer', minimum: 1 } },
});

describe('a reply checked against its schema', () => {
  it.each([
    '{"answer": "yes", "marks": [1]}',
    '```json\n{"answer": "yes", "marks": [1]}\n```',
    '\n```\n{"answer": "yes", "marks": [1]}\n```\n',
  ])('is taken as the JSON alone: %j', async (text) => {
    expect(await checkReply(text, schema, 'Critic')).toEqual({
      ok: true,
      json: '{"answer": "yes", "marks": [1]}',
    });
  });

  it.each([
    ['Yes!', 'the reply is not JSON: '],
    ['{"answer": "yes", "marks": [1]', 'the reply is not JSON: '],
    ['{"marks": []}', "must have required property 'answer'"],
    ['{"answer": 1, "marks": [0]}', '/answer must be string; /marks/0 must be >= 1'],
    ['{"answer": "", "marks": [], "more": 1}', "must NOT have additional properties 'more'"],
  ])('has the reason in words: %j', async (text, reason) => {
    const checked = await checkReply(text, schema, 'Critic');

    expect(checked).toMatchObject({ ok: false, reason: expect.stringContaining(reason) });
  });

  it('has null where the model has left out what may be null', async () => {
    const why = { type: ['string', 'null'] };
    const schema = closed({
      why,
      parts: { type: 'array', items: closed({ name: { type: 'string' }, why }) },
    });
    const check = async (value: object) =>
      await checkReply(JSON.stringify(value), schema, 'Critic');

    expect(await check({ parts: [{ name: 'a' }, { name: 'b', why: 'c' }] })).toEqual({
      ok: true,
      json: '{"parts":[{"name":"a","why":null},{"name":"b","why":"c"}],"why":null}',
    });
    expect(await check({ parts: [{ why: 'c' }] })).toMatchObject({
      reason: expect.stringContaining("/parts/0 must have required property 'name'"),
    });
  });

  it('is refused with a reason of bounded length, whatever the model made up', async () => {
    const schema = {
      type: 'object',
      additionalProperties: false,
      properties: { a: { enum: Array.from({ length: 500 }, (_, at) => `value ${at}`) } },
    };
    const text = JSON.stringify({ a: 'no', ['x'.repeat(5_000)]: 1, ['y'.repeat(5_000)]: 1 });
    const checked = await checkReply(text, schema, 'Critic');
    if (checked.ok) throw new Error('it was let through');
    expect(checked.reason).toMatch(/'x{100}.*; .*'y{100}.*; .*"value 0","value 1"/);
    expect(checked.reason.length).toBeLessThan(700);
  });

  it('names what an enum allows', async () => {
    const checked = await checkReply('"c"', { enum: ['a', 'b'] }, 'Critic');

    expect(checked).toMatchObject({ reason: expect.stringContaining('["a","b"]') });
  });
});

describe('an output schema', () => {
  it.each([
    ['https://json-schema.org/draft/2020-12/schema'],
    ['http://json-schema.org/draft-07/schema#'],
  ])('may be written in %s', async ($schema) => {
    expect(await checkReply('[]', { $schema, type: 'object' }, 'Critic')).toMatchObject({
      ok: false,
    });
    expect(await checkReply('{}', { $schema, type: 'object' }, 'Critic')).toMatchObject({
      ok: true,
    });
  });

  it('lets two schemas have the same $id', async () => {
    const $id = 'https://house.test/reply';

    expect(await checkReply('1', { $id, type: 'number' }, 'Critic')).toMatchObject({ ok: true });
    expect(await checkReply('1', { $id, type: 'string' }, 'Critic')).toMatchObject({ ok: false });
  });

  it.each([[{ type: 'objekt' }], [{ $ref: 'https://house.test/elsewhere' }]])(
    'is refused as Input.Invalid where the schema is none: %j',
    async (invalid) => {
      await expect(checkReply('{}', invalid, 'Critic')).rejects.toThrowError(
        expect.objectContaining({
          type: 'Input.Invalid',
          nonRetryable: true,
          message: expect.stringContaining("agent 'Critic'"),
        }),
      );
    },
  );
});

describe('a word of an enum that is spelled differently', () => {
  const schema = closed({ worker: { type: 'string', enum: ['Data Analyst', 'Writer'] } });

  it('is taken for the one that is meant', async () => {
    expect(await checkReply('{"worker": "data_analyst"}', schema, 'Ann')).toEqual({
      ok: true,
      json: '{"worker":"Data Analyst"}',
    });
  });

  it('is told where none is meant, or something else is wrong too', async () => {
    for (const reply of ['{"worker":"Editor"}', '{"worker":"writer","more":1}']) {
      expect(await checkReply(reply, schema, 'Ann')).toMatchObject({
        ok: false,
        reason: expect.stringContaining('does not fit its schema'),
      });
    }
  });
});
