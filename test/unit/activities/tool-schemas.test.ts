import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as mini from 'zod/mini';
import { z as zod3 } from 'zod/v3';
import { defineTool } from '../../../src/activities/tools/define-tool.ts';
import { readArguments } from '../../../src/activities/tools/read-arguments.ts';

// What a field of a tool's input says of itself to a model, which can only send JSON.

const toolWith = (input: unknown) =>
  defineTool({
    name: 'book_room',
    description: 'Books a room.',
    input: input as z.ZodObject,
    execute: (args) => args,
  });

const parameterOf = (field: z.ZodType) => {
  const { properties } = toolWith(z.object({ from: field })).parameters;
  return (properties as Record<string, unknown>)['from'];
};

const dateTime = { type: 'string', format: 'date-time' };

describe('fields that JSON can be sent for', () => {
  it.each<[string, z.ZodType, unknown]>([
    ['a date made of a text', z.coerce.date(), dateTime],
    ['the same, optional', z.coerce.date().optional(), dateTime],
    [
      'the same, described',
      z.coerce.date().describe('Of arrival'),
      { ...dateTime, description: 'Of arrival' },
    ],
    ['a bigint made of a text', z.coerce.bigint(), { type: 'string', pattern: '^-?[0-9]+$' }],
    ['a date that the user makes', z.preprocess((v) => new Date(String(v)), z.date()), {}],
    ['a text that is changed', z.string().transform((text) => text.length), { type: 'string' }],
    [
      'a text or nothing',
      z.union([z.string(), z.undefined()]),
      { anyOf: [{ type: 'string' }, { not: {} }] },
    ],
    ['a number without an end', z.number().max(Number.POSITIVE_INFINITY), { type: 'number' }],
    ['anything', z.unknown(), {}],
  ])('%s', (_, field, schema) => {
    expect(parameterOf(field)).toEqual(schema);
  });

  it('reads what is sent for them', async () => {
    const tool = toolWith(z.object({ from: z.coerce.date(), id: z.coerce.bigint() }));
    const written = '{"from":"2026-01-02T03:04:05Z","id":"12345678901234567890"}';
    const read = await readArguments(tool, written);
    expect(read).toEqual({
      ok: true,
      value: { from: new Date('2026-01-02T03:04:05Z'), id: 12_345_678_901_234_567_890n },
    });
  });
});

describe('fields that no JSON can be sent for are refused by tool and field', () => {
  it.each<[string, z.ZodType, string]>([
    ['date', z.date(), 'input.from: JSON has no dates'],
    [
      'a date in a list',
      z.array(z.object({ day: z.date() })),
      'input.from[].day: JSON has no dates',
    ],
    ['a date in a record', z.record(z.string(), z.date()), 'input.from.*: JSON has no dates'],
    ['bigint', z.bigint(), 'input.from: JSON has no bigints'],
    ['map', z.map(z.string(), z.number()), 'input.from: JSON has no maps'],
    ['set', z.set(z.string()), 'input.from: JSON has no sets'],
    ['symbol', z.symbol(), 'input.from: JSON has no symbols'],
    ['class', z.instanceof(URL), 'input.from: what it takes cannot be told to a model'],
    ['file', z.file(), 'input.from: JSON has no files'],
    ['a bigint as it is', z.literal(1n), 'input.from: JSON cannot hold the value 1'],
  ])('%s', (_, field, problem) => {
    expect(() => toolWith(z.object({ from: field }))).toThrow(
      expect.objectContaining({
        type: 'Input.Invalid',
        message: expect.stringContaining(`tool 'book_room' is not valid: ${problem}`),
      }),
    );
  });

  it('names every one of them', () => {
    const input = z.object({ from: z.date(), rooms: z.set(z.string()) });
    expect(() => toolWith(input)).toThrow(
      /from: JSON has no dates.*rooms: JSON has no sets|rooms: JSON has no sets.*from: JSON has no dates/,
    );
  });
});

describe('schemas of other makes', () => {
  it('takes an object of zod/mini, and words its problems', async () => {
    const tool = toolWith(mini.object({ city: mini.string() }));
    expect(tool.parameters).toEqual({
      type: 'object',
      properties: { city: { type: 'string' } },
      required: ['city'],
    });
    expect(await readArguments(tool, '{"city":1}')).toEqual({
      ok: false,
      reason:
        "the arguments of 'book_room' are not valid: city: Invalid input: expected string, received number",
    });
  });

  it('names the version that a schema of Zod 3 is not of', () => {
    expect(() => toolWith(zod3.object({ city: zod3.string() }))).toThrow(
      /input: this is a schema of Zod 3: import \{ z \} from Zod 4/,
    );
  });

  it.each([z.string(), z.array(z.object({})), { type: 'object' }, null, undefined, () => 1])(
    'refuses what is no object schema',
    (input) => {
      expect(() => toolWith(input)).toThrow(/input: expected an object schema/);
    },
  );
});

describe('what a caller without types gives', () => {
  const good = { name: 'a', description: 'b', input: z.object({}), execute: () => 1 };
  it.each<[string, object, string]>([
    ['no name', { name: undefined }, 'name: it is missing'],
    ['a number as a name', { name: 7 }, 'name: expected a text'],
    ['a list as a description', { description: ['b'] }, 'description: expected a text'],
    ['a null timeout', { timeout: null }, 'timeout: expected a duration'],
    ['half an attempt', { maxAttempts: 1.5 }, 'maxAttempts: expected a whole number'],
    ['a text as code', { execute: 'x' }, 'execute: expected a function'],
    [
      'another name of a field',
      { inputs: z.object({}) },
      "inputs: there is no such field (did you mean 'input'?)",
    ],
  ])('refuses %s', (_, given, problem) => {
    expect(() => defineTool({ ...good, ...given })).toThrow(problem);
  });

  it('refuses a tool without an input', () => {
    const { input: _, ...without } = good;
    expect(() => defineTool(without as never)).toThrow(/input: expected an object schema/);
  });

  it.each([undefined, null, 'x', 3])('refuses %s in place of its options', (options) => {
    expect(() => defineTool(options as never)).toThrow(/expected an object/);
  });
});
