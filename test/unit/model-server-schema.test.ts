import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { fromSchema } from '../../src/simulated-model/index.ts';

const ajv = new Ajv2020({ strict: false, validateFormats: false });

const plan = z.object({
  reasoning: z.string().min(40),
  tasks: z
    .array(
      z.object({
        id: z.string(),
        worker: z.enum(['researcher', 'writer']),
        priority: z.int().min(2).max(5),
        dependsOn: z.array(z.string()),
        context: z.string().nullable(),
      }),
    )
    .min(2),
});

const recursive = {
  $ref: '#/$defs/node',
  $defs: {
    node: {
      type: 'object',
      required: ['name', 'children', 'next'],
      properties: {
        name: { type: 'string' },
        children: { type: 'array', items: { $ref: '#/$defs/node' } },
        next: { anyOf: [{ $ref: '#/$defs/node' }, { type: 'null' }] },
        expression: {
          oneOf: [
            { type: 'object', required: ['left'], properties: { left: { $ref: '#/$defs/node' } } },
            { type: 'number' },
          ],
        },
      },
      additionalProperties: false,
    },
  },
};

const schemas: Record<string, unknown> = {
  'a plan written with zod': z.toJSONSchema(plan),
  'a schema that contains itself': recursive,
  'a schema that contains itself at its root': {
    type: 'object',
    properties: { value: { type: 'integer' }, inner: { type: 'array', items: { $ref: '#' } } },
    required: ['value', 'inner'],
  },
  'a union of objects told apart by a constant': z.toJSONSchema(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('vote'), for: z.enum(['a', 'b']) }),
      z.object({ kind: z.literal('pass') }),
    ]),
  ),
  'an intersection': z.toJSONSchema(
    z.object({ a: z.string() }).and(z.object({ b: z.number().gt(3) })),
  ),
  'parts put together by reference': {
    allOf: [{ $ref: '#/$defs/one' }, { required: ['two'], properties: { two: { const: 2 } } }],
    $defs: { one: { type: 'object', properties: { one: { type: 'string' } }, required: ['one'] } },
  },
  'a record with a key a member of an enum': z.toJSONSchema(
    z.record(z.enum(['yes', 'no']), z.number().min(0).max(1)),
  ),
  'a record that may not be empty': {
    type: 'object',
    minProperties: 2,
    additionalProperties: { type: 'boolean' },
  },
  'required properties that are not described': { required: ['a', 'b'] },
  'a tuple': z.toJSONSchema(z.tuple([z.string(), z.number(), z.boolean()])),
  'a list of different things': {
    type: 'array',
    uniqueItems: true,
    minItems: 3,
    items: { enum: ['a', 'b', 'c', 'd'] },
  },
  'a list of different texts': {
    type: 'array',
    uniqueItems: true,
    minItems: 4,
    items: { type: 'string' },
  },
  'a list that may hold nothing': { type: 'array', maxItems: 0, items: { type: 'string' } },
  'several types at once': {
    type: 'object',
    properties: { a: { type: ['null', 'string'] }, b: { type: 'null' }, c: {}, d: true },
    required: ['a', 'b', 'c', 'd'],
  },
  'numbers between bounds': {
    type: 'object',
    properties: {
      small: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 0.5 },
      negative: { type: 'integer', maximum: -3 },
      large: { type: 'integer', minimum: 1000 },
      exclusive: { type: 'integer', exclusiveMinimum: 7, exclusiveMaximum: 9 },
      even: { type: 'integer', minimum: 3, multipleOf: 4 },
      share: { type: 'number', minimum: 0, maximum: 0.5 },
      any: { type: 'number' },
    },
  },
  'texts of a certain length': {
    type: 'object',
    properties: {
      long: { type: 'string', minLength: 60, maxLength: 61 },
      short: { type: 'string', maxLength: 3 },
    },
  },
  'a pattern with an example': {
    type: 'string',
    pattern: '^[A-Z]{2}-\\d+$',
    examples: ['AB-1'],
  },
  'a key with characters a pointer escapes': {
    $ref: '#/$defs/a~1b%20c',
    $defs: { 'a/b c': { type: 'integer' } },
  },
};

it.each(Object.entries(schemas))('The value made for %s is valid.', (_, schema) => {
  const value = fromSchema(schema);
  const valid = ajv.validate(schema as object, value);
  expect({ value, errors: ajv.errors, valid }).toMatchObject({ errors: null, valid: true });
});

it.each([z.email(), z.uuid(), z.iso.datetime(), z.iso.date(), z.url(), z.ipv4()])(
  'The value made for a format passes the check of zod (%#).',
  (format) => {
    const { pattern: _, ...schema } = z.toJSONSchema(format);
    expect(format.safeParse(fromSchema(schema)).error).toBeUndefined();
  },
);

it('Optional properties are made too, and texts say that they are simulated.', () => {
  const schema = z.toJSONSchema(
    z.object({ reason: z.string(), tags: z.array(z.string()).min(2).optional() }),
    { io: 'input' },
  );
  expect(fromSchema(schema)).toEqual({
    reason: 'simulated reason',
    tags: ['simulated tags', 'simulated tags 2'],
  });
});

it('Single values can be chosen by their path.', () => {
  const value = fromSchema(z.toJSONSchema(plan), {
    choose: (path) =>
      path.at(-1) === 'worker' && path.at(-2) === 1
        ? 'writer'
        : path.at(-1) === 'dependsOn'
          ? []
          : undefined,
  });
  expect(value).toMatchObject({
    tasks: [
      { worker: 'researcher', dependsOn: [] },
      { worker: 'writer', dependsOn: [] },
    ],
  });
});

it('A reference that leads nowhere is named.', () => {
  expect(() => fromSchema({ $ref: '#/$defs/missing' })).toThrow('"#/$defs/missing" leads nowhere');
});

it('A schema without a finite value is refused, not followed for ever.', () => {
  const endless = { type: 'object', required: ['a'], properties: { a: { $ref: '#' } } };
  expect(() => fromSchema(endless)).toThrow('requires itself');
});
